package org.lisle.core.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Lisle that runs here. */
public final class LisleVersion {
    /** In the jar of Lisle; not on the class path of its modules alone. */
    public static final String RESOURCE = "org/lisle/version.properties";

    private LisleVersion() {}

    /** Such as {@code 0.1.0}; {@code "development"} where there is no jar. */
    public static String text() {
        Properties properties = new Properties();
        try (InputStream in = LisleVersion.class.getResourceAsStream("/" + RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return properties.getProperty("version", "development");
    }
}
