package org.lisle.core.files;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The job's classes, to which jars can be added. A class that is on Lisle's and Hadoop's class path is taken from there, except those of
 * Avro: where the job brings Avro, the job's is used, because it must be the version that the job's generated classes were made for, and
 * Hadoop carries others. Lisle's own Avro has other names. Thread-safe.
 */
public final class JobClassLoader extends URLClassLoader {
    /** Put together, because the name as one text would be relocated with Lisle's own Avro. */
    private static final String AVRO = String.join(".", "org", "apache", "avro", "");

    private final Set<Path> added = new HashSet<>();

    static {
        ClassLoader.registerAsParallelCapable();
    }

    public JobClassLoader(URL[] urls, ClassLoader parent) {
        super(urls, parent);
    }

    /** Does nothing when the jar is there already. */
    public void add(Path jar) {
        synchronized (added) {
            if (added.add(jar)) {
                addURL(url(jar));
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(AVRO) || findResource(name.replace('.', '/') + ".class") == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path of this machine has a URL", e);
        }
    }
}
