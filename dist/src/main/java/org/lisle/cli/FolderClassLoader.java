package org.lisle.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders that belong to the class path, such as that of the cluster's configuration. The launcher gives them apart, because a JVM starts
 * from an archive of classes only when its class path has jars alone. Their files come before those in jars, as on the class path that they
 * were taken from: a jar may have a {@code core-site.xml} too. Classes come from the jars first.
 */
final class FolderClassLoader extends URLClassLoader {
    /** Folders, separated as on a class path. */
    static final String PROPERTY = "lisle.class.folders";

    static {
        registerAsParallelCapable();
    }

    private FolderClassLoader(URL[] folders, ClassLoader parent) {
        super("folders", folders, parent);
    }

    static ClassLoader of(String folders, ClassLoader parent) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String folder : folders.split(File.pathSeparator)) {
            urls.add(new File(folder).toURI().toURL());
        }
        return new FolderClassLoader(urls.toArray(URL[]::new), parent);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(findResources(name));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
