package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceStoreTest {
    @TempDir
    Path directory;

    private FileSystem files;
    private ResourceStore store;

    @BeforeEach
    void open() throws IOException {
        files = FileSystem.getLocal(new Configuration());
        store = new ResourceStore(
                files, new org.apache.hadoop.fs.Path(directory.resolve("root").toUri()));
    }

    @Test
    void storesTheSameContentOnce() throws IOException {
        byte[] content = "jar".getBytes(StandardCharsets.UTF_8);

        FileStatus first = store.store(content, "a.jar");
        FileStatus second = store.store(content, "a.jar");

        assertThat(second.getPath()).isEqualTo(first.getPath());
        assertThat(second.getModificationTime()).isEqualTo(first.getModificationTime());
        assertThat(Files.readAllBytes(Path.of(first.getPath().toUri()))).isEqualTo(content);
    }

    @Test
    void otherContentOfTheSameNameIsAnotherFile() throws IOException {
        Path local = Files.writeString(directory.resolve("a.jar"), "one");
        FileStatus one = store.store(local, "a.jar");
        Files.writeString(local, "two");

        assertThat(store.store(local, "a.jar").getPath()).isNotEqualTo(one.getPath());
    }

    @Test
    void replacesAFileThatAWriterLeftHalfWritten() throws IOException {
        byte[] content = "whole content".getBytes(StandardCharsets.UTF_8);
        Path stored = Path.of(store.store(content, "a.jar").getPath().toUri());
        files.delete(new org.apache.hadoop.fs.Path(stored.toUri()), false);
        Files.writeString(stored, "who");

        store.store(content, "a.jar");

        assertThat(Files.readAllBytes(stored)).isEqualTo(content);
    }

    @Test
    void clientsThatStoreTheSameAtOnceAllFindItWhole() throws Exception {
        byte[] content = new byte[1 << 20];
        CyclicBarrier together = new CyclicBarrier(6);
        List<CompletableFuture<FileStatus>> stored = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            CompletableFuture<FileStatus> result = new CompletableFuture<>();
            stored.add(result);
            new Thread(() -> {
                        try {
                            together.await();
                            result.complete(store.store(content, "big.jar"));
                        } catch (Exception e) {
                            result.completeExceptionally(e);
                        }
                    })
                    .start();
        }

        for (CompletableFuture<FileStatus> one : stored) {
            assertThat(one.get().getLen()).isEqualTo(content.length);
        }
        try (var left = Files.walk(directory.resolve("root"))) {
            assertThat(left.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".crc"))
                            .filter(file -> !file.endsWith(ResourceStore.USED)))
                    .hasSize(1);
        }
    }

    @Test
    void aFileBelowAPrivateDirectoryIsNotEveryones() throws IOException {
        FileStatus status = store.store(new byte[] {1}, "a");

        assertThat(ResourceStore.isEveryones(files, status)).isFalse();
    }

    @Test
    void removesWhatOneApplicationHad() throws IOException {
        FileStatus settings = store.write("application_1_0001", "s", new byte[] {1, 2});

        store.removeApplication("application_1_0001");

        assertThat(files.exists(settings.getPath())).isFalse();
    }
}
