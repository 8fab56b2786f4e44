package org.lisle.benchmarks.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a directory that hold data: as in Hadoop, those whose names begin with {@code .} or {@code _} do not. */
final class InputFiles {
    private InputFiles() {}

    static List<Path> in(String directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(file -> !file.getFileName().toString().matches("[._].*"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
