package org.lisle.yarn.launch;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What the client decided about an application, for its ApplicationMaster: written into the staging directory as a properties file, from
 * which executors take the settings ({@code lisle.*}) too.
 *
 * @param hadoopClassPath Hadoop's class path on the nodes, entries separated by commas
 * @param stagingDirectory URI of the application's own directory, removed at its end
 * @param classArchives URI of the directory of this class path's archives of loaded classes, where those that are not among the resources
 *     may be left; empty not to make or use any
 * @param keyRecord URI of the record of the submission's key, which the ApplicationMaster asks before it runs the program; empty without key
 */
public record ApplicationSpec(
        String mainClass,
        List<String> arguments,
        LisleConf conf,
        List<ShippedResource> resources,
        String hadoopClassPath,
        String stagingDirectory,
        String classArchives,
        String keyRecord) {
    private static final String MAIN_CLASS = "application.mainClass";
    private static final String ARGUMENT = "application.argument.";
    private static final String RESOURCE = "application.resource.";
    private static final String CLASS_PATH = "application.hadoopClassPath";
    private static final String STAGING = "application.stagingDirectory";
    private static final String CLASS_ARCHIVES = "application.classArchives";
    private static final String KEY_RECORD = "application.keyRecord";

    public ApplicationSpec {
        arguments = List.copyOf(arguments);
        resources = List.copyOf(resources);
    }

    /** Names of the jars of the job's class loader in the working directory, in order. */
    public List<String> userJars() {
        return resources.stream()
                .filter(resource -> resource.role() == ShippedResource.Role.USER_JAR)
                .map(ShippedResource::link)
                .toList();
    }

    /** The text of a properties file. */
    public String format() {
        Properties properties = new Properties();
        properties.putAll(conf.asMap());
        properties.setProperty(MAIN_CLASS, mainClass);
        properties.setProperty(CLASS_PATH, hadoopClassPath);
        properties.setProperty(STAGING, stagingDirectory);
        properties.setProperty(CLASS_ARCHIVES, classArchives);
        properties.setProperty(KEY_RECORD, keyRecord);
        for (int i = 0; i < arguments.size(); i++) {
            properties.setProperty(ARGUMENT + i, arguments.get(i));
        }
        for (int i = 0; i < resources.size(); i++) {
            properties.setProperty(RESOURCE + i, resources.get(i).format());
        }
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("a StringWriter failed", e);
        }
        return text.toString();
    }

    /** @throws LisleException PROTOCOL when the text is no such file */
    public static ApplicationSpec parse(String text) {
        Properties properties = new Properties();
        try (Reader reader = new StringReader(text)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LisleException(ErrorCode.PROTOCOL, "the application's settings cannot be read", "", e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("lisle."))
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return new ApplicationSpec(
                required(properties, MAIN_CLASS),
                numbered(properties, ARGUMENT),
                LisleConf.of(settings),
                numbered(properties, RESOURCE).stream()
                        .map(ShippedResource::parse)
                        .toList(),
                required(properties, CLASS_PATH),
                required(properties, STAGING),
                properties.getProperty(CLASS_ARCHIVES, ""),
                properties.getProperty(KEY_RECORD, ""));
    }

    private static String required(Properties properties, String name) {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new LisleException(ErrorCode.PROTOCOL, "the application's settings lack " + name, "");
        }
        return value;
    }

    private static List<String> numbered(Properties properties, String prefix) {
        List<String> values = new ArrayList<>();
        String value = properties.getProperty(prefix + 0);
        while (value != null) {
            values.add(value);
            value = properties.getProperty(prefix + values.size());
        }
        return values;
    }
}
