package org.lisle.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobClassLoaderTest {
    private static final String AVRO = "org.apache.avro.Conversion";
    private static final String OTHER = "org.apache.thrift.Reader";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private URLClassLoader cluster;

    private final List<AutoCloseable> open = new ArrayList<>();

    /** The cluster has a version of each class. */
    @BeforeEach
    void makeCluster() throws Exception {
        Path jar = jar("cluster", AVRO, OTHER);
        cluster = new URLClassLoader(new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
        open.add(cluster);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** A jar whose classes know its name. */
    private Path jar(String name, String... classes) throws IOException {
        Path made = folder.resolve(name + ".jar");
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        try (OutputStream file = Files.newOutputStream(made);
                JarOutputStream jar = new JarOutputStream(file)) {
            for (String className : classes) {
                String path = className.replace('.', '/');
                Path source = folder.resolve(name).resolve(path + ".java");
                Files.createDirectories(source.getParent());
                int dot = className.lastIndexOf('.');
                Files.writeString(
                        source,
                        "package " + className.substring(0, dot) + "; public class " + className.substring(dot + 1)
                                + " { @Override public String toString() { return \"" + name + "\"; } }");
                assertThat(compiler.run(null, null, null, source.toString())).isZero();
                jar.putNextEntry(new JarEntry(path + ".class"));
                jar.write(Files.readAllBytes(folder.resolve(name).resolve(path + ".class")));
                jar.closeEntry();
            }
        }
        return made;
    }

    private static URL url(Path jar) throws IOException {
        return jar.toUri().toURL();
    }

    private JobClassLoader job(Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = url(jars[i]);
        }
        JobClassLoader loader = new JobClassLoader(urls, cluster);
        open.add(loader);
        return loader;
    }

    private static String origin(ClassLoader loader, String className) throws Exception {
        return loader.loadClass(className).getConstructor().newInstance().toString();
    }

    @Test
    void ofAClassInBothPlacesTheClustersIsTaken() throws Exception {
        JobClassLoader loader = job(jar("job", OTHER, "org.example.Own"));
        assertThat(origin(loader, OTHER)).isEqualTo("cluster");
        assertThat(origin(loader, "org.example.Own")).isEqualTo("job");
    }

    @Test
    void theJobsAvroIsTakenWhereItBringsOne() throws Exception {
        assertThat(origin(job(jar("job", AVRO)), AVRO)).isEqualTo("job");
        assertThat(origin(job(jar("without", "org.example.Own")), AVRO)).isEqualTo("cluster");
    }

    @Test
    void aPackageThatOnlyBeginsLikeAvrosIsTheClusters() throws Exception {
        String like = "org.apache.avrox.Reader";
        try (var both = new URLClassLoader(new URL[] {url(jar("cluster2", like))}, cluster);
                var loader = new JobClassLoader(new URL[] {url(jar("job", like))}, both)) {
            assertThat(origin(loader, like)).isEqualTo("cluster2");
        }
    }

    @Test
    void classesOfAJarThatIsAddedAreFoundFromThenOn() throws Exception {
        JobClassLoader loader = job();
        assertThatThrownBy(() -> loader.loadClass("org.example.Late")).isInstanceOf(ClassNotFoundException.class);
        Path late = jar("late", "org.example.Late");
        loader.add(late);
        loader.add(late);
        assertThat(origin(loader, "org.example.Late")).isEqualTo("late");
        assertThat(loader.getURLs()).as("a jar counts once").hasSize(1);
    }

    @Test
    void ofTwoAddedJarsTheFirstCounts() throws Exception {
        JobClassLoader loader = job();
        loader.add(jar("first", "org.example.Same", AVRO));
        loader.add(jar("second", "org.example.Same", AVRO));
        assertThat(origin(loader, "org.example.Same")).isEqualTo("first");
        assertThat(origin(loader, AVRO)).isEqualTo("first");
    }

    @Test
    void threadsThatLoadAClassAtOnceGetTheSame() throws Exception {
        int threads = 8;
        JobClassLoader loader = job(jar("job", AVRO));
        CountDownLatch together = new CountDownLatch(threads);
        Callable<Class<?>> load = () -> {
            together.countDown();
            together.await();
            return loader.loadClass(AVRO);
        };
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Class<?>>> loaded = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loaded.add(pool.submit(load));
            }
            Class<?> expected = loader.loadClass(AVRO);
            assertThat(expected.getClassLoader()).isSameAs(loader);
            for (Future<Class<?>> each : loaded) {
                assertThat(each.get()).isSameAs(expected);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
