package org.lisle.yarn.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.lisle.core.config.LisleConf;
import org.lisle.yarn.launch.LaunchContexts;

/**
 * Hadoop's configuration as the client has it, and as it is shipped: the containers see what the client sees, whatever the nodes' own files
 * say, and addresses that only the client knows (of embedded clusters) reach them.
 */
final class HadoopConfiguration {
    /** Each has it all: Hadoop loads the defaults of HDFS and YARN after core-site.xml, and they would win over what only that one says. */
    private static final List<String> NAMES =
            List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml", "mapred-site.xml");

    private HadoopConfiguration() {}

    /** A copy with the settings {@code lisle.hadoop.*} on top. */
    static Configuration with(Configuration hadoop, LisleConf conf) {
        Configuration own = new YarnConfiguration(hadoop);
        conf.hadoopSettings().forEach(own::set);
        // the command line's own shutdown hook still needs the file system
        own.setBoolean("fs.automatic.close", false);
        lookForResourceManagerOften(own);
        return own;
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
        if (own.get(name) == null || isDefault(own, name)) {
            own.setInt(name, value);
        }
    }

    /**
     * An archive with one jar, of configuration files with all that differs from Hadoop's defaults; the same bytes for the same
     * configuration.
     */
    static byte[] archive(Configuration hadoop) throws IOException {
        byte[] xml = xml(hadoop).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (StableZip zip = new StableZip(jar)) {
            for (String name : NAMES) {
                zip.add(name, xml.length, () -> new ByteArrayInputStream(xml));
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

    private static String xml(Configuration hadoop) {
        Map<String, String> sorted = new TreeMap<>();
        for (Map.Entry<String, String> property : hadoop) {
            if (!isDefault(hadoop, property.getKey()) && !property.getKey().equals("fs.automatic.close")) {
                sorted.put(property.getKey(), property.getValue());
            }
        }
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n");
        for (Map.Entry<String, String> property : sorted.entrySet()) {
            text.append("<property><name>")
                    .append(escape(property.getKey()))
                    .append("</name><value>")
                    .append(escape(property.getValue()))
                    .append("</value></property>\n");
        }
        return text.append("</configuration>\n").toString();
    }

    private static boolean isDefault(Configuration hadoop, String name) {
        String[] sources = hadoop.getPropertySources(name);
        return sources != null && sources.length > 0 && sources[sources.length - 1].endsWith("-default.xml");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
