package org.lisle.hdfs.conf;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * The Hadoop configuration of this process, read once from the class path (HADOOP_CONF_DIR) or given by whoever starts it. It never
 * travels with a task: a source or sink carries the user's overrides only and lays them over the base of the process it is in.
 *
 * <p>Safe for any thread. The base is not to be changed by those who read it.
 */
public final class HadoopConfiguration {
    private static final AtomicReference<@Nullable Configuration> BASE = new AtomicReference<>();

    private HadoopConfiguration() {}

    /** The process's configuration with the defaults of common, HDFS and MapReduce; made when first asked for. */
    public static Configuration base() {
        Configuration base = BASE.get();
        if (base == null) {
            addDefaults();
            BASE.compareAndSet(null, new JobConf());
            base = BASE.get();
        }
        if (base == null) {
            throw new IllegalStateException("the base configuration was taken away while it was made");
        }
        return base;
    }

    /**
     * Makes Hadoop know all files of defaults. It learns of those of MapReduce and HDFS when it first meets them, and then reads every file
     * again for each configuration that there is: called at the start of a process, before the first one is made.
     */
    public static void addDefaults() {
        for (String adding : List.of("org.apache.hadoop.mapred.JobConf", "org.apache.hadoop.hdfs.HdfsConfiguration")) {
            try {
                Class.forName(adding);
            } catch (ClassNotFoundException e) {
                // local mode does without HDFS
            }
        }
    }

    /** Makes a copy of this the base from now on; null to read the class path again. */
    public static void setBase(@Nullable Configuration configuration) {
        BASE.set(configuration == null ? null : new JobConf(configuration));
    }

    /** Lays the application's own settings over the base from now on; at the start of a process, before anybody reads it. */
    public static void layOver(Map<String, String> settings) {
        if (!settings.isEmpty()) {
            JobConf own = new JobConf(base());
            settings.forEach(own::set);
            BASE.set(own);
        }
    }

    /**
     * A copy of the base with the overrides, the thread's class loader for classes named in it, and the credentials that this process
     * holds, so that formats which fetch delegation tokens find them there.
     */
    public static JobConf with(Map<String, String> overrides) throws IOException {
        JobConf configuration = new JobConf(base());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (loader != null) {
            configuration.setClassLoader(loader);
        }
        overrides.forEach(configuration::set);
        configuration
                .getCredentials()
                .mergeAll(UserGroupInformation.getCurrentUser().getCredentials());
        return configuration;
    }
}
