package org.lisle.executor.disk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PrivateFolderTest {
    @TempDir
    Path root;

    private @Nullable Process other;

    @AfterEach
    void end() {
        if (other != null) {
            other.destroyForcibly();
        }
    }

    @Test
    void whatAKilledExecutorKeptForItselfIsDeletedByAnother() throws Exception {
        Path file = startedInAnotherProcess("killed");
        requireNonNull(other).destroyForcibly().waitFor();
        LocalDirectories directories = new LocalDirectories(List.of(root), "next");

        directories.deleteLeftBehind();

        assertThat(file).doesNotExist();
        assertThat(root.resolve("lisle-private")).isEmptyDirectory();
    }

    @Test
    void filesOfALivingExecutorAreLeftAlone() throws IOException {
        Path file = startedInAnotherProcess("alive");
        LocalDirectories directories = new LocalDirectories(List.of(root), "next");
        Path own = Files.createFile(directories.newTemporaryFile("own"));

        directories.deleteLeftBehind();
        new LocalDirectories(List.of(root), "third").deleteLeftBehind();

        assertThat(file).exists();
        assertThat(own).exists();
    }

    @Test
    void aClosedExecutorLeavesNothing() throws IOException {
        LocalDirectories directories = new LocalDirectories(List.of(root), "1");
        Files.createFile(directories.newTemporaryFile("own"));

        directories.close();

        assertThat(root.resolve("lisle-private")).isEmptyDirectory();
    }

    @Test
    void withoutALockTheFolderIsUsedAndLeftAlone() throws IOException {
        Thread.currentThread().interrupt();
        Path own = new LocalDirectories(List.of(root), "interrupted").newTemporaryFile("own");
        assertThat(Thread.interrupted()).isTrue();
        Files.createFile(own);

        new LocalDirectories(List.of(root), "next").deleteLeftBehind();

        assertThat(own).exists();
        assertThat(root.resolve("lisle-private/interrupted.lock")).doesNotExist();
    }

    /** The file that it made. */
    private Path startedInAnotherProcess(String executor) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        root.toString(),
                        executor)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        other = process;
        Path file = Path.of(process.inputReader(StandardCharsets.UTF_8).readLine());
        assertThat(file).exists();
        return file;
    }

    /** An executor's directories in a process of its own, which ends only by a signal. */
    static final class Other {
        public static void main(String[] args) throws Exception {
            LocalDirectories directories = new LocalDirectories(List.of(Path.of(args[0])), args[1]);
            Path file = Files.createFile(directories.newTemporaryFile("run"));
            System.out.println(file);
            new CountDownLatch(1).await();
        }
    }
}
