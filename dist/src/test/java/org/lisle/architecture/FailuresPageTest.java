package org.lisle.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of docs/failures.md names tests that exist. */
class FailuresPageTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
            .toAbsolutePath()
            .resolve("..")
            .normalize();

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void everyRowNamesATestThatIsThere() throws IOException {
        Map<String, Path> tests = tests();
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/failures.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what fails"))
                .toList();
        List<String> wrong = new ArrayList<>();
        for (String row : rows) {
            Matcher named = TEST.matcher(row);
            if (!named.find()) {
                wrong.add("no test: " + row);
                continue;
            }
            do {
                Path file = tests.get(named.group(1));
                if (file == null || !isTest(Files.readString(file), named.group(2))) {
                    wrong.add("not there: " + named.group());
                }
            } while (named.find());
        }
        assertThat(rows).hasSizeGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    private static boolean isTest(String source, String method) {
        return Pattern.compile("@(Test|ParameterizedTest)\\b.{0,600}?\\bvoid " + method + "\\(", Pattern.DOTALL)
                .matcher(source)
                .find();
    }

    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> tests = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith("Test.java"))
                            .forEach(file ->
                                    tests.put(file.getFileName().toString().replace(".java", ""), file));
                }
            }
        }
        return tests;
    }
}
