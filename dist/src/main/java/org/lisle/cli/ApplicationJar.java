package org.lisle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.client.Locations;

/** The user's jar. */
final class ApplicationJar {
    private ApplicationJar() {}

    /** The class named by Main-Class in the manifest of a local jar. @throws LisleException USAGE when there is none */
    static String mainClassOf(String jar) {
        Path path = Locations.parse(jar).local();
        if (path == null) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "the jar " + jar + " is not on this machine, and is not looked into for its Main-Class",
                    "name the class with --class");
        }
        try (JarFile file = new JarFile(path.toFile())) {
            String named = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (named == null) {
                throw new LisleException(
                        ErrorCode.USAGE,
                        "the manifest of " + jar + " names no Main-Class",
                        "name the class with --class");
            }
            return named;
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.USAGE, "cannot read the jar " + jar + ": " + e.getMessage(), "check that it is a jar", e);
        }
    }
}
