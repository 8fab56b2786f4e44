package org.lisle.executor.container;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.JobClassLoader;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.transport.TransportSecret;

/** What YARN has laid into the container: settings, jars of the job, credentials. */
public final class ContainerFiles {
    private static final String TOKEN_FILE = "HADOOP_TOKEN_FILE_LOCATION";

    private final Path workingDirectory;

    public ContainerFiles(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    public Path workingDirectory() {
        return workingDirectory;
    }

    /** The application's settings. */
    public LisleConf settings() {
        Path file = workingDirectory.resolve(ExecutorEnvironment.SETTINGS_FILE);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw unreadable("settings file", file.toString(), e);
        }
        Map<String, String> settings = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("lisle.")) {
                settings.put(name, properties.getProperty(name));
            }
        }
        return LisleConf.of(settings);
    }

    /** A loader over the job's jars, above the classes of Lisle and Hadoop. */
    public ClassLoader jobLoader(List<String> jars) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            Path jar = workingDirectory.resolve(jars.get(i));
            if (!Files.isReadable(jar)) {
                throw new LisleException(
                        ErrorCode.LOCAL_DISK, "the job's jar " + jar + " is not in the container", "was it shipped?");
            }
            try {
                urls[i] = jar.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("the name of a jar is no URL: " + jar, e);
            }
        }
        return new JobClassLoader(urls, ContainerFiles.class.getClassLoader());
    }

    /** The application's secret, from the container's credentials. */
    public TransportSecret secret(Map<String, String> variables) {
        String file = variables.get(TOKEN_FILE);
        if (file == null) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "the environment variable " + TOKEN_FILE + " is not set",
                    "this program is started by YARN, not by hand");
        }
        byte[] secret;
        try {
            Credentials credentials = Credentials.readTokenStorageFile(new File(file), new Configuration(false));
            secret = credentials.getSecretKey(new Text(ExecutorEnvironment.SECRET_ALIAS));
        } catch (IOException e) {
            throw unreadable("credentials", file, e);
        }
        if (secret == null) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "the container's credentials have no " + ExecutorEnvironment.SECRET_ALIAS,
                    "report this with the ApplicationMaster's log");
        }
        return TransportSecret.of(secret);
    }

    private static LisleException unreadable(String what, String file, IOException cause) {
        return new LisleException(
                ErrorCode.LOCAL_DISK, "the container's " + what + " " + file + " cannot be read: " + cause, "", cause);
    }
}
