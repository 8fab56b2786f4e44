package org.lisle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderClassLoaderTest {
    private static final String OF_A_JAR = "core-default.xml";

    @TempDir
    Path folder;

    @Test
    void hadoopReadsTheConfigurationOfAFolder() throws Exception {
        property("core-site.xml", "lisle.test.of", "the folder");
        Configuration configuration = new Configuration();
        configuration.setClassLoader(loader());
        configuration.addResource("core-site.xml");
        assertThat(configuration.get("lisle.test.of")).isEqualTo("the folder");
    }

    @Test
    void aFileOfAFolderComesBeforeTheSameOfAJar() throws Exception {
        ClassLoader parent = FolderClassLoaderTest.class.getClassLoader();
        assertThat(parent.getResource(OF_A_JAR)).as("it is in a jar").isNotNull();
        Files.writeString(folder.resolve(OF_A_JAR), "of the folder");
        try (InputStream in = loader().getResourceAsStream(OF_A_JAR)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("of the folder");
        }
        assertThat(Collections.list(loader().getResources(OF_A_JAR)))
                .startsWith(folder.resolve(OF_A_JAR).toUri().toURL())
                .hasSize(1 + Collections.list(parent.getResources(OF_A_JAR)).size());
    }

    @Test
    void classesAreThoseOfTheClassPath() throws Exception {
        assertThat(Class.forName(FolderClassLoader.class.getName(), false, loader()))
                .isSameAs(FolderClassLoader.class);
    }

    private ClassLoader loader() throws Exception {
        String folders = folder.resolve("empty") + File.pathSeparator + folder;
        return FolderClassLoader.of(folders, FolderClassLoaderTest.class.getClassLoader());
    }

    private void property(String file, String name, String value) throws Exception {
        Files.writeString(
                folder.resolve(file),
                "<configuration><property><name>" + name + "</name><value>" + value
                        + "</value></property></configuration>");
    }
}
