package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.RunJar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.launch.LaunchContexts;

class EngineArchiveTest {
    @TempDir
    Path folder;

    private ResourceStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ResourceStore(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(folder.resolve("root").toUri()));
    }

    /** As a NodeManager unpacks it. The time is what an archive of classes is bound to. */
    @Test
    void unpackedItHasTheJarAndTheScriptWithTheSameTimeAlways() throws IOException {
        Path jar = jar("lisle.jar", "content");
        FileStatus stored = EngineArchive.store(store, jar);
        Path unpacked = folder.resolve("unpacked");
        try (InputStream in = Files.newInputStream(Path.of(stored.getPath().toUri()))) {
            RunJar.unJar(in, unpacked.toFile(), RunJar.MATCH_ANY);
        }

        Path inside = unpacked.resolve(LaunchContexts.ENGINE_JAR);
        assertThat(Files.readAllBytes(inside)).isEqualTo(Files.readAllBytes(jar));
        assertThat(Files.getLastModifiedTime(inside)).hasToString("2000-01-01T00:00:00Z");
        assertThat(unpacked.resolve(LaunchContexts.START_NAME)).hasBinaryContent(EngineArchive.script());
    }

    @Test
    void theSameJarIsStoredOnceAndAnotherOneBesideIt() throws IOException {
        FileStatus first = EngineArchive.store(store, jar("one.jar", "content"));
        FileStatus again = EngineArchive.store(store, jar("copy.jar", "content"));
        FileStatus other = EngineArchive.store(store, jar("two.jar", "Content"));

        assertThat(again.getPath()).isEqualTo(first.getPath());
        assertThat(again.getModificationTime()).isEqualTo(first.getModificationTime());
        assertThat(other.getPath()).isNotEqualTo(first.getPath());
    }

    @Test
    void oneThatAWriterLeftHalfWrittenIsReplaced() throws IOException {
        Path jar = jar("lisle.jar", "content");
        FileStatus whole = EngineArchive.store(store, jar);
        Path file = Path.of(whole.getPath().toUri());
        byte[] bytes = Files.readAllBytes(file);
        store.fileSystem().delete(whole.getPath(), false);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));

        EngineArchive.store(store, jar);

        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void whatIsNoJarIsRefused() throws IOException {
        Path text =
                Files.writeString(folder.resolve("lisle.jar"), "this is no jar, but it is long enough to be looked at");

        assertThatThrownBy(() -> EngineArchive.store(store, text))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining(text.toString());
    }

    private Path jar(String name, String content) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            JarEntry entry = new JarEntry("a.txt");
            entry.setTime(0);
            entries.putNextEntry(entry);
            entries.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            entries.closeEntry();
        }
        return jar;
    }
}
