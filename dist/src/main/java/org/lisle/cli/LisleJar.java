package org.lisle.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.LisleVersion;

/** The jar of Lisle itself, which is shipped to the cluster. */
final class LisleJar {
    private LisleJar() {}

    /**
     * The jar named by {@code -Dlisle.jar}, or the one this class came from. {@code yarn jar} unpacks the jar and loads from the copy; the
     * jar itself is on its class loader's list.
     *
     * @throws LisleException USAGE when Lisle does not run from a jar
     */
    static Path path() {
        String named = System.getProperty("lisle.jar");
        if (named != null) {
            return Path.of(named);
        }
        List<URL> places = places();
        for (URL place : places) {
            Path path = path(place);
            if (path.toString().endsWith(".jar") && holdsLisle(path)) {
                return path;
            }
        }
        throw new LisleException(
                ErrorCode.USAGE,
                "Lisle runs from " + places + ", where there is no jar of it to ship",
                "start it with bin/lisle or yarn jar, or name the jar with -Dlisle.jar=");
    }

    private static List<URL> places() {
        List<URL> places = new ArrayList<>();
        var source = LisleJar.class.getProtectionDomain().getCodeSource();
        if (source != null) {
            places.add(source.getLocation());
        }
        if (LisleJar.class.getClassLoader() instanceof URLClassLoader loader) {
            places.addAll(List.of(loader.getURLs()));
        }
        return places;
    }

    private static Path path(URL place) {
        try {
            URI uri = place.toURI();
            return "file".equals(uri.getScheme()) ? Path.of(uri) : Path.of("");
        } catch (URISyntaxException e) {
            return Path.of(place.getPath());
        }
    }

    private static boolean holdsLisle(Path jar) {
        if (!Files.isRegularFile(jar)) {
            return false;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getJarEntry(LisleVersion.RESOURCE) != null;
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.USAGE, "cannot read " + jar + ": " + e.getMessage(), "check the file", e);
        }
    }
}
