package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.dag.reference.MemoryFiles;

/**
 * explain() of some programs against the files in {@code src/test/resources/golden}. A run that differs writes what it got to {@code
 * target/golden}: look at the difference, and copy the file when it is meant.
 */
class ExplainGoldenTest extends OnReference {
    static Stream<String> programs() {
        return GoldenPrograms.ALL.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void explainsTheProgramAsBefore(String name) throws IOException {
        MemoryFiles.put("in", "a b", "b c", "c d");
        String text = Objects.requireNonNull(GoldenPrograms.ALL.get(name))
                .apply(context)
                .explain();
        String golden = golden(name);
        if (!text.equals(golden)) {
            Path written = Path.of("target", "golden", name + ".txt");
            Files.createDirectories(written.getParent());
            Files.writeString(written, text);
        }
        assertThat(text).isEqualTo(golden);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = ExplainGoldenTest.class.getResourceAsStream("/golden/" + name + ".txt")) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
