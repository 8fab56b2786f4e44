package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole jobs over data ten times the heap of their JVM: it must suffice, and nothing may be lost or doubled. */
@Timeout(600)
class TenTimesTheHeapTest {
    private static final int HEAP_MEGABYTES = 48;

    /** In every build: about 17 s of CPU. */
    private static final int LITTLE_HEAP_MEGABYTES = 32;

    private static final int BYTES_OF_A_ROW = 150;

    @TempDir
    Path folder;

    @Test
    void groupsOverTenTimesTheHeapAreWhole() throws Exception {
        check("groupByKey", "ROWS records, sum SUM", LITTLE_HEAP_MEGABYTES);
    }

    @ParameterizedTest
    @Tag("soak")
    @CsvSource(delimiter = '|', textBlock = """
                    reduceByKey | ROWS records, sum TWICE
                    groupByKey  | ROWS records, sum SUM
                    oneKey      | 1 records, sum SUM
                    sortByKey   | ROWS records, sum SUM, 0 out of order
                    sortBy      | ROWS records, sum SUM, 0 out of order
                    aggregateByKey | ROWS records, sum TWICE
                    cogroup     | ROWS records, sum THRICE
                    fullOuterJoin | ROWS records, sum SUM
                    join        | ROWS records, sum THRICE
                    distinct    | ROWS records, sum SUM
                    repartition | ROWS records, sum SUM
                    persist     | ROWS records, sum SUM and again ROWS records, sum SUM
                    """)
    void aProgramOverTenTimesItsHeapGivesTheWholeResult(String program, String expected) throws Exception {
        check(program, expected, HEAP_MEGABYTES);
    }

    private void check(String program, String expected, int heapMegabytes) throws Exception {
        long rows = 10L * heapMegabytes * 1_000_000 / BYTES_OF_A_ROW;
        long sum = rows * (rows - 1) / 2;
        assertThat(run(program, rows, heapMegabytes).lines())
                .contains(expected.replace("ROWS", Long.toString(rows))
                        .replace("TWICE", Long.toString(2 * sum))
                        .replace("THRICE", Long.toString(3 * sum))
                        .replace("SUM", Long.toString(sum)));
    }

    private String run(String program, long rows, int heapMegabytes) throws IOException, InterruptedException {
        Path log = folder.resolve(program + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TenTimesTheHeap.class.getName(),
                        program,
                        Long.toString(rows))
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
