package org.lisle.executor.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class LocalDirectoriesTest {
    @TempDir
    Path directory;

    @Test
    void spreadsFilesOverTheDirectories() {
        Path a = directory.resolve("a");
        Path b = directory.resolve("b");
        LocalDirectories directories = new LocalDirectories(List.of(a, b), "1");

        Set<Path> used = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            used.add(directories.newFile("folder", "file" + i).getParent());
        }

        assertThat(used).containsExactlyInAnyOrder(a.resolve("folder"), b.resolve("folder"));
    }

    @Test
    void passesOverADirectoryThatCannotBeUsed() throws IOException {
        Path bad = directory.resolve("bad");
        Files.writeString(bad, "a file, not a directory");
        Path good = directory.resolve("good");
        LocalDirectories directories = new LocalDirectories(List.of(bad, good), "1");

        for (int i = 0; i < 4; i++) {
            assertThat(directories.newTemporaryFile("spill")).startsWithRaw(good);
        }
    }

    @Test
    void namesAllDirectoriesWhenNoneCanBeUsed() throws IOException {
        Path bad = directory.resolve("bad");
        Files.writeString(bad, "");

        assertThatThrownBy(() -> new LocalDirectories(List.of(bad), "1").newFile("f", "n"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCAL_DISK))
                .hasMessageContaining(bad.toString());
    }

    @Test
    void findsAFileInWhicheverDirectoryHasIt() throws IOException {
        Path a = directory.resolve("a");
        Path b = directory.resolve("b");
        Files.createDirectories(b.resolve("folder"));
        Files.writeString(b.resolve("folder/name"), "x");
        LocalDirectories directories = new LocalDirectories(List.of(a, b), "1");

        assertThat(directories.find("folder", "name")).contains(b.resolve("folder/name"));
        assertThat(directories.find("folder", "other")).isEmpty();
    }

    @Test
    void deletesWhatIsPrivateWhenClosedAndLeavesWhatIsShared() throws IOException {
        LocalDirectories directories = new LocalDirectories(List.of(directory), "1");
        Path temporary = directories.newTemporaryFile("run");
        Files.writeString(temporary, "x");
        Path shared = directories.newFile("shared", "output");
        Files.writeString(shared, "x");

        directories.close();

        assertThat(temporary).doesNotExist();
        assertThat(shared).exists();
    }

    @Test
    void aFullDiskIsNamedAndAvoided() throws IOException {
        Path a = directory.resolve("a");
        Path b = directory.resolve("b");
        LocalDirectories directories = new LocalDirectories(List.of(a, b), "1");
        Path file = directories.newFile("f", "n");
        Path root = file.startsWith(a) ? a : b;
        Files.createSymbolicLink(file, Path.of("/dev/full"));

        LisleException failure = null;
        try (FileOutput out = new FileOutput(file)) {
            out.write(new byte[10]);
            out.flush();
        } catch (IOException e) {
            failure = directories.failure(file, "writing a spill", e);
        }

        assertThat(Objects.requireNonNull(failure).code()).isEqualTo(ErrorCode.SPILL_DISK_FULL);
        assertThat(failure).hasMessageContaining(root.toString()).hasMessageContaining("writing a spill");
        assertThat(directories.newFile("f", "n1").startsWith(root)).isFalse();
        assertThat(directories.newFile("f", "n2").startsWith(root)).isFalse();
    }

    @Test
    void nearlyFullDirectoriesComeAfterRoomyOnesAndSuspectsLast() {
        List<DirectoryChoice.Candidate> candidates = List.of(
                new DirectoryChoice.Candidate(0, 1_000_000, true),
                new DirectoryChoice.Candidate(1, 10, false),
                new DirectoryChoice.Candidate(2, 1_000, false),
                new DirectoryChoice.Candidate(3, 900, false));

        assertThat(DirectoryChoice.order(candidates, 0)).containsExactly(2, 3, 1, 0);
        assertThat(DirectoryChoice.order(candidates, 1)).containsExactly(3, 2, 1, 0);
    }
}
