package org.lisle.yarn.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What can be wrong with a submission before any cluster is asked: files that are not there, a class that is in no jar. */
final class LocalChecks {
    private LocalChecks() {}

    /** @throws LisleException USAGE naming the file */
    static void requireFile(String what, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    what + " " + file + " is not there",
                    "check the path; it is local to this machine");
        }
    }

    /**
     * @param jars local jars; those elsewhere cannot be looked into
     * @param allLocal whether these are all jars the class may be in
     * @throws LisleException USAGE naming the class
     */
    static void requireClass(String name, List<Path> jars, boolean allLocal) {
        String entry = name.replace('.', '/') + ".class";
        if (!allLocal || jars.stream().anyMatch(jar -> contains(jar, entry))) {
            return;
        }
        String nested = nested(name);
        Optional<Path> hint = jars.stream()
                .filter(jar -> contains(jar, nested.replace('.', '/') + ".class"))
                .findFirst();
        throw new LisleException(
                ErrorCode.USAGE,
                "the class " + name + " is not in " + jars.get(0).getFileName()
                        + " nor in another jar of the application",
                hint.isPresent() ? "did you mean " + nested + "?" : "give its full name, with its package");
    }

    /** {@code a.B.C} as the class C inside the class B. */
    private static String nested(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot) + "$" + name.substring(dot + 1);
    }

    private static boolean contains(Path jar, String entry) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(entry) != null;
        } catch (IOException e) {
            throw new LisleException(ErrorCode.USAGE, jar + " is no jar: " + e.getMessage(), "check the path", e);
        }
    }
}
