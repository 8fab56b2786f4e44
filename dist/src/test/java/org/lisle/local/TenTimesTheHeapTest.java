package org.lisle.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole jobs over data ten times the heap of their JVM: it must suffice, and nothing may be lost or doubled. */
@Tag("soak")
@Timeout(600)
class TenTimesTheHeapTest {
    private static final int HEAP_MEGABYTES = 48;
    private static final int BYTES_OF_A_ROW = 150;
    private static final long ROWS = 10L * HEAP_MEGABYTES * 1_000_000 / BYTES_OF_A_ROW;
    private static final long SUM = ROWS * (ROWS - 1) / 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    reduceByKey | ROWS records, sum TWICE
                    groupByKey  | ROWS records, sum SUM
                    oneKey      | 1 records, sum SUM
                    sortByKey   | ROWS records, sum SUM, 0 out of order
                    join        | ROWS records, sum THRICE
                    distinct    | ROWS records, sum SUM
                    repartition | ROWS records, sum SUM
                    persist     | ROWS records, sum SUM and again ROWS records, sum SUM
                    """)
    void aProgramOverTenTimesItsHeapGivesTheWholeResult(String program, String expected) throws Exception {
        assertThat(run(program).lines())
                .contains(expected.replace("ROWS", Long.toString(ROWS))
                        .replace("TWICE", Long.toString(2 * SUM))
                        .replace("THRICE", Long.toString(3 * SUM))
                        .replace("SUM", Long.toString(SUM)));
    }

    private String run(String program) throws IOException, InterruptedException {
        Path log = folder.resolve(program + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TenTimesTheHeap.class.getName(),
                        program,
                        Long.toString(ROWS))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(9, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }
}
