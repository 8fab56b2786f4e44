package org.lisle.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;

/** A test of a user's job starts quickly and leaves nothing behind. */
class StartUpTest {
    /** Under 2 s on a machine with nothing else to do; more where others compile. */
    private static final Duration MOST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void aTrivialJobInAFreshJvmIsQuickAndLeavesNothing() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("output");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FreshProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        List<String> lines = Files.readAllLines(output);
        System.out.println("A local[2] job in a fresh JVM took " + took.toMillis() + " ms: " + lines);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        assertThat(lines).contains("counts={be=2, not=1, or=1, to=2}", "threadsLeft=[]");
        assertThat(took).isLessThan(MOST);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void contextsOneAfterTheOtherLeaveNoThreads() throws IOException {
        for (int time = 0; time < 5; time++) {
            try (LisleContext context =
                    LisleContext.builder().appName("again").master("local[4]").build()) {
                assertThat(context.parallelize(List.of(1, 2, 3), 8)
                                .repartition(3)
                                .count())
                        .isEqualTo(3);
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("executor local") || name.startsWith("lisle")));
    }
}
