package org.lisle.core.files;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The job's classes, to which jars can be added. Thread-safe. */
public final class JobClassLoader extends URLClassLoader {
    private final Set<Path> added = new HashSet<>();

    static {
        ClassLoader.registerAsParallelCapable();
    }

    public JobClassLoader(URL[] urls, ClassLoader parent) {
        super("lisle-job", urls, parent);
    }

    /** Does nothing when the jar is there already. */
    public void add(Path jar) {
        synchronized (added) {
            if (added.add(jar)) {
                addURL(url(jar));
            }
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
