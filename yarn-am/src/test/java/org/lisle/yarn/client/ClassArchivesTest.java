package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.yarn.launch.LaunchContexts;
import org.lisle.yarn.launch.ShippedResource;
import org.lisle.yarn.launch.ShippedResource.Role;

class ClassArchivesTest {
    private static final String HADOOP = "/hadoop/*";

    @TempDir
    Path folder;

    private ResourceStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ResourceStore(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(folder.resolve("root").toUri()));
    }

    @Test
    void whatAnApplicationLeftIsShippedToTheNextWithTheSameClassPath() throws IOException {
        ClassArchives archives = ClassArchives.open(store, resources("engine1", "job1"), HADOOP, "");
        assertThat(archives.shipped()).isEmpty();
        write(archives, LaunchContexts.EXECUTOR_CLASSES, "classes");

        List<ShippedResource> shipped = ClassArchives.open(store, resources("engine1", "job2"), HADOOP, "")
                .shipped();

        assertThat(shipped).singleElement().satisfies(archive -> {
            assertThat(archive.link()).isEqualTo(LaunchContexts.EXECUTOR_CLASSES);
            assertThat(archive.role()).isEqualTo(Role.CLASS_ARCHIVE);
            assertThat(archive.size()).isEqualTo("classes".length());
        });
    }

    @Test
    void anotherEngineConfigurationJavaOrHadoopHasItsOwn() throws IOException {
        List<String> directories = List.of(
                ClassArchives.open(store, resources("engine1", "job"), HADOOP, "")
                        .directory(),
                ClassArchives.open(store, resources("engine2", "job"), HADOOP, "")
                        .directory(),
                ClassArchives.open(store, resources("engine1", "job"), "/other/*", "")
                        .directory(),
                ClassArchives.open(store, resources("engine1", "job"), HADOOP, "/opt/java21")
                        .directory());

        assertThat(directories).doesNotHaveDuplicates();
    }

    @Test
    void anArchiveThatIsStillWrittenIsNotShipped() throws IOException {
        ClassArchives archives = ClassArchives.open(store, resources("engine1", "job1"), HADOOP, "");
        write(archives, "." + LaunchContexts.EXECUTOR_CLASSES + ".0e9f", "cla");

        assertThat(archives.shipped()).isEmpty();
    }

    private void write(ClassArchives archives, String name, String content) throws IOException {
        try (var out = store.fileSystem().create(new org.apache.hadoop.fs.Path(archives.directory(), name))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<ShippedResource> resources(String engine, String job) {
        return List.of(
                new ShippedResource("lisle", "hdfs://h/" + engine, Role.ENGINE, true, 1, 2, false),
                new ShippedResource("hadoop-conf", "hdfs://h/conf", Role.HADOOP_CONFIGURATION, true, 3, 4, false),
                new ShippedResource("job.jar", "hdfs://h/" + job, Role.USER_JAR, false, 5, 6, false));
    }
}
