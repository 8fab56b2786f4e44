package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.LisleConf;

class HadoopConfigurationTest {
    @Test
    void aContainerReadsTheSameAsTheClient() throws IOException {
        Configuration hadoop = HadoopConfiguration.with(
                new YarnConfiguration(),
                LisleConf.of(Map.of(
                        "lisle.hadoop.my.key", "a<b>&c \"d\"\n\te", "lisle.hadoop.io.file.buffer.size", "8192")));
        hadoop.set("fs.defaultFS", "hdfs://127.0.0.1:12345");
        hadoop.set("dfs.replication", "7");

        Map<String, String> files = files(hadoop);

        assertThat(files)
                .as("the client has neither HDFS nor MapReduce here, its nodes may")
                .containsOnlyKeys(
                        "core-default.xml",
                        "core-site.xml",
                        "hdfs-site.xml",
                        "yarn-default.xml",
                        "yarn-site.xml",
                        "mapred-site.xml");
        files.put(
                "hdfs-default.xml", "<configuration><property name=\"dfs.replication\" value=\"3\"/></configuration>");
        Configuration read = new Configuration(false);
        for (String of : List.of("core", "hdfs", "yarn", "mapred")) {
            for (String file : List.of(of + "-default.xml", of + "-site.xml")) {
                String xml = files.getOrDefault(file, "<configuration/>");
                read.addResource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), file);
            }
        }
        Map<String, String> expected = raw(hadoop);
        expected.remove("fs.automatic.close"); // of the client's process only
        assertThat(raw(read)).isEqualTo(expected);
        assertThat(expected)
                .containsAllEntriesOf(Map.of("my.key", "a<b>&c \"d\"\n\te", "dfs.replication", "7"))
                .hasSizeGreaterThan(500);
    }

    @Test
    void whatIsADefaultIsKnownAsOne() throws IOException {
        Configuration hadoop = HadoopConfiguration.with(new YarnConfiguration(), LisleConf.empty());
        hadoop.set("dfs.replication", "7");

        Map<String, String> files = files(hadoop);

        assertThat(files.get("core-default.xml"))
                .contains("yarn.nodemanager.address")
                .doesNotContain("dfs.replication\"");
        assertThat(files.get("core-site.xml")).contains("dfs.replication\"").doesNotContain("yarn.nodemanager.address");
    }

    @Test
    void theSameConfigurationIsTheSameBytes() throws IOException {
        Configuration one = HadoopConfiguration.with(new Configuration(false), LisleConf.empty());
        one.set("b", "1");
        one.set("a", "2");
        Configuration other = HadoopConfiguration.with(new Configuration(false), LisleConf.empty());
        other.set("a", "2");
        other.set("b", "1");

        assertThat(HadoopConfiguration.archive(one)).isEqualTo(HadoopConfiguration.archive(other));
    }

    @Test
    void aRestartedResourceManagerIsLookedForOftenUnlessTheClusterSaysOtherwise() throws IOException {
        Configuration defaults = HadoopConfiguration.with(new YarnConfiguration(), LisleConf.empty());
        assertThat(defaults.getInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 0))
                .isEqualTo(2000);
        assertThat(Objects.requireNonNull(files(defaults).get("core-site.xml")))
                .contains(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS);

        Configuration own = new YarnConfiguration();
        own.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 7000);
        Configuration kept = HadoopConfiguration.with(own, LisleConf.empty());
        assertThat(kept.getInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 0))
                .isEqualTo(7000);
        assertThat(kept.getInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 0))
                .isEqualTo(900_000);

        Configuration pair = new YarnConfiguration();
        pair.setBoolean(YarnConfiguration.RM_HA_ENABLED, true);
        assertThat(HadoopConfiguration.with(pair, LisleConf.empty())
                        .getInt(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_MAX_MS, 0))
                .isEqualTo(5000);
    }

    @Test
    void aWrittenBlockIsLookedForSoonUnlessTheClusterSaysOtherwise() throws IOException {
        String delay = "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";
        String retries = "dfs.client.block.write.locateFollowingBlock.retries";
        Configuration defaults = HadoopConfiguration.with(new YarnConfiguration(), LisleConf.empty());
        assertThat(defaults.get(delay)).isEqualTo("10");
        assertThat(defaults.get(retries)).isEqualTo("11");
        assertThat(Objects.requireNonNull(files(defaults).get("core-site.xml"))).contains(delay, retries);

        for (String name : List.of(delay, retries)) {
            Configuration own = new YarnConfiguration();
            own.set(name, "3");
            Configuration kept = HadoopConfiguration.with(own, LisleConf.empty());
            assertThat(kept.get(name)).isEqualTo("3");
            assertThat(kept.get(name.equals(delay) ? retries : delay)).isNull();
        }
    }

    private static Map<String, String> raw(Configuration configuration) {
        Map<String, String> properties = new TreeMap<>();
        configuration.forEach(property -> properties.put(property.getKey(), property.getValue()));
        return properties;
    }

    private static Map<String, String> files(Configuration hadoop) throws IOException {
        byte[] jar = Objects.requireNonNull(
                unzip(HadoopConfiguration.archive(hadoop)).get("conf.jar"));
        Map<String, String> files = new TreeMap<>();
        unzip(jar).forEach((name, content) -> files.put(name, new String(content, StandardCharsets.UTF_8)));
        return files;
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
