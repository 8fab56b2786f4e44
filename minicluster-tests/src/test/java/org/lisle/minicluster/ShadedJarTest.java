package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.jar.JarFile;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.lisle.cli.Main;
import org.lisle.core.launch.LisleVersion;

/** The one jar: small, with nothing in it that could clash, and with its natives working under their new names. */
class ShadedJarTest {
    private static final long MOST_BYTES = 15L << 20;

    private static Path jar() throws URISyntaxException {
        return Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void isUnderFifteenMegabytes() throws Exception {
        assertThat(jar().toString()).endsWith(".jar");
        assertThat(Files.size(jar())).isLessThan(MOST_BYTES);
    }

    @Test
    void holdsNoClassesThatCouldClashWithTheClustersOrTheUsers() throws Exception {
        var packages = new TreeSet<String>();
        try (JarFile file = new JarFile(jar().toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                    .map(name -> name.substring(0, name.lastIndexOf('/') < 0 ? 0 : name.lastIndexOf('/')))
                    .forEach(packages::add);
        }
        assertThat(packages)
                .allMatch(name -> name.startsWith("org/lisle")
                        || name.startsWith("net/jpountz")
                        || name.startsWith("com/github/luben/zstd")
                        || name.startsWith("org/jspecify"));
    }

    @Test
    void startsTheCommandLineAsItsMainClass() throws IOException, URISyntaxException {
        try (JarFile file = new JarFile(jar().toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("org.lisle.cli.Main");
        }
    }

    @Test
    void carriesItsLicenceAndTheNoticesOfWhatItContains() throws Exception {
        try (JarFile file = new JarFile(jar().toFile())) {
            assertThat(text(file, "META-INF/LICENSE")).contains("Apache License", "Version 2.0", "APPENDIX");
            assertThat(text(file, "META-INF/NOTICE"))
                    .contains("Copyright 2026 The Lisle founders", "Jackson", "zstd-jni", "Kryo")
                    .doesNotContain("Lisle\nCopyright 2006");
            assertThat(text(file, "META-INF/licenses/zstd-jni.txt")).contains("Luben Karavelov", "DISCLAIMED");
            assertThat(text(file, "META-INF/licenses/zstd.txt")).contains("Meta Platforms", "DISCLAIMED");
            assertThat(text(file, "META-INF/licenses/lz4.txt")).contains("Yann Collet", "DISCLAIMED");
            assertThat(text(file, "META-INF/licenses/kryo.txt")).contains("Nathan Sweet", "DISCLAIMED");
        }
    }

    private static String text(JarFile file, String name) throws IOException {
        try (InputStream in = file.getInputStream(file.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tellsItsVersion() {
        assertThat(LisleVersion.text()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void loadsTheRelocatedEpollLibrary() throws Exception {
        Class<?> epoll = Class.forName("org.lisle.shaded.io.netty.channel.epoll.Epoll");
        Object cause = epoll.getMethod("unavailabilityCause").invoke(null);
        assertThat(cause).as("why epoll is not available").isNull();
    }

    @Test
    void loadsTheLz4Library() {
        assertThat(LZ4Factory.fastestInstance().toString()).contains("JNI");
    }

    @Test
    void loadsTheZstdLibrary() {
        byte[] text = "lisle ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        byte[] packed = Zstd.compress(text);
        assertThat(packed).hasSizeLessThan(text.length);
        assertThat(Zstd.decompress(packed, text.length)).isEqualTo(text);
    }
}
