package org.lisle.yarn.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys.BlockWrite;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.lisle.core.config.LisleConf;
import org.lisle.yarn.launch.LaunchContexts;

/**
 * Hadoop's configuration as the client has it, and as it is shipped: the containers see what the client sees, whatever the nodes' own files
 * say, and addresses that only the client knows (of embedded clusters) reach them.
 */
final class HadoopConfiguration {
    /** Hadoop loads defaults and settings of these after those of "core". */
    private static final List<String> LATER = List.of("hdfs", "yarn", "mapred");

    private HadoopConfiguration() {}

    /** A copy with the settings {@code lisle.hadoop.*} on top. */
    static Configuration with(Configuration hadoop, LisleConf conf) {
        Configuration own = new YarnConfiguration(hadoop);
        conf.hadoopSettings().forEach(own::set);
        // the command line's own shutdown hook still needs the file system
        own.setBoolean("fs.automatic.close", false);
        lookForResourceManagerOften(own);
        lookForWrittenBlocksOften(own);
        return own;
    }

    /**
     * Whoever closes a file of HDFS, or begins its next block, asks the NameNode whether it knows of the block before, and often comes some
     * milliseconds too early: two of five closes of small files did. Hadoop then sleeps 400 ms, and twice as long each time it asks again, 12 s
     * in all; these begin with 10 ms and give up after 20 s. What the cluster's configuration says itself stays.
     */
    private static void lookForWrittenBlocksOften(Configuration own) {
        if (isUnset(own, BlockWrite.LOCATEFOLLOWINGBLOCK_INITIAL_DELAY_MS_KEY)
                && isUnset(own, BlockWrite.LOCATEFOLLOWINGBLOCK_RETRIES_KEY)) {
            own.setInt(BlockWrite.LOCATEFOLLOWINGBLOCK_INITIAL_DELAY_MS_KEY, 10);
            own.setInt(BlockWrite.LOCATEFOLLOWINGBLOCK_RETRIES_KEY, 11);
        }
    }

    /**
     * How client and ApplicationMaster find a ResourceManager that was restarted, or another one that took over. Hadoop's defaults sleep 30 s
     * between two looks; these are answered within seconds, and give up after about as long, 15 minutes. What the cluster's configuration
     * says itself stays.
     */
    private static void lookForResourceManagerOften(Configuration own) {
        if (own.getBoolean(YarnConfiguration.RM_HA_ENABLED, false)) {
            setWhereDefault(own, YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_BASE_MS, 1000);
            setWhereDefault(own, YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_MAX_MS, 5000);
            setWhereDefault(own, YarnConfiguration.CLIENT_FAILOVER_MAX_ATTEMPTS, 180);
        } else if (isDefault(own, YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS)
                && isDefault(own, YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS)) {
            // the one divided by the other is the number of looks, and each of these takes the 10 s of Hadoop's own
            // retries besides
            own.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 150_000);
            own.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 2000);
        }
    }

    private static void setWhereDefault(Configuration own, String name, int value) {
        if (isUnset(own, name)) {
            own.setInt(name, value);
        }
    }

    private static boolean isUnset(Configuration own, String name) {
        return own.get(name) == null || isDefault(own, name);
    }

    /**
     * An archive with one jar, of configuration files with all that the client has; the same bytes for the same configuration. Hadoop's
     * defaults are in one file without their descriptions, because each process reads them several times while it starts, and four files with
     * descriptions took three times as long.
     */
    static byte[] archive(Configuration hadoop) throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, String> property : hadoop) {
            String name = property.getKey();
            if (isDefault(hadoop, name)) {
                defaults.put(name, property.getValue());
            } else if (!name.equals("fs.automatic.close")) {
                settings.put(name, property.getValue());
            }
        }
        Map<String, Map<String, String>> files = new TreeMap<>();
        files.put("core-default.xml", defaults);
        files.put("core-site.xml", settings);
        for (String later : LATER) {
            String itsDefaults = later + "-default.xml";
            if (hadoop.getResource(itsDefaults) != null) {
                files.put(itsDefaults, Map.of());
                files.put(later + "-site.xml", Map.of());
            } else {
                // a node may have them, and they would win over the settings in core-site.xml
                files.put(later + "-site.xml", settings);
            }
        }

        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (StableZip zip = new StableZip(jar)) {
            for (Map.Entry<String, Map<String, String>> file : files.entrySet()) {
                byte[] xml = xml(file.getValue()).getBytes(StandardCharsets.UTF_8);
                zip.add(file.getKey(), xml.length, () -> new ByteArrayInputStream(xml));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (StableZip zip = new StableZip(bytes)) {
            zip.add(
                    LaunchContexts.HADOOP_CONFIGURATION_JAR,
                    jar.size(),
                    () -> new ByteArrayInputStream(jar.toByteArray()));
        }
        return bytes.toByteArray();
    }

    private static String xml(Map<String, String> properties) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n");
        properties.forEach((name, value) -> text.append("<property name=\"")
                .append(escape(name))
                .append("\" value=\"")
                .append(escape(value))
                .append("\"/>\n"));
        return text.append("</configuration>\n").toString();
    }

    private static boolean isDefault(Configuration hadoop, String name) {
        String[] sources = hadoop.getPropertySources(name);
        return sources != null && sources.length > 0 && sources[sources.length - 1].endsWith("-default.xml");
    }

    /** As an attribute's value, whose line ends and tabs would be read as spaces. */
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;")
                .replace("\t", "&#9;");
    }
}
