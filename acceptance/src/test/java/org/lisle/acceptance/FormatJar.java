package org.lisle.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The jars that users name with {@code --jars}, as the build has made them. */
enum FormatJar {
    CSV("csv", "", "licenses/fastcsv.txt"),
    JSON("json", "", "FastDoubleParser-LICENSE", "Schubfach-LICENSE"),
    AVRO("avro", "-all", "FastDoubleParser-LICENSE", "Schubfach-LICENSE"),
    PARQUET("parquet", "-all", "licenses/jts.txt", "FastDoubleParser-LICENSE", "Schubfach-LICENSE");

    private final String format;
    private final String ending;

    /** Texts below META-INF that licences want. */
    private final List<String> licences;

    FormatJar(String format, String ending, String... licences) {
        this.format = format;
        this.ending = ending;
        this.licences = List.of(licences);
    }

    List<String> licences() {
        return licences;
    }

    Path path() {
        Path target =
                Path.of("..", "format-" + format, "target").toAbsolutePath().normalize();
        String pattern = "glob:lisle-format-" + format + "-[0-9]*" + ending + ".jar";
        var matcher = target.getFileSystem().getPathMatcher(pattern);
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> matcher.matches(file.getFileName()))
                    .filter(file -> !file.toString().endsWith("-sources.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("not built: " + pattern + " in " + target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String flag() {
        return String.join(
                ",", Arrays.stream(values()).map(jar -> jar.path().toString()).toList());
    }
}
