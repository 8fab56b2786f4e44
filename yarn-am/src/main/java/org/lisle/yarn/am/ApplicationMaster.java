package org.lisle.yarn.am;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.lisle.core.config.SubmittedSettings;
import org.lisle.core.files.ShippedFiles;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.outcome.Diagnostics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of the ApplicationMaster's container: reads what the client left, starts the driver's parts, asks for executors, and only
 * then runs the user's main, so that start-ups overlap.
 *
 * <p>The process ends in one of these ways, each with the final status it deserves: the program returns; it throws; it calls
 * {@code System.exit}; the executors cannot be kept alive; the ResourceManager is lost or says so; a signal.
 */
public final class ApplicationMaster {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMaster.class);

    private ApplicationMaster() {}

    public static void main(String[] arguments) {
        long startedMillis = System.currentTimeMillis();
        EndOfApplication end = new EndOfApplication();
        end.installShutdownHook();
        int status = 1;
        try {
            status = statusOf(() -> run(System.getenv(), startedMillis, end));
        } finally {
            end.finished();
            System.exit(status);
        }
    }

    /** The exit code that a run returns, or that its failure means, whatever it throws: the process must not outlive its main thread. */
    static int statusOf(Callable<Integer> run) {
        try {
            return run.call();
        } catch (Throwable e) {
            LOG.error("the ApplicationMaster failed", e);
            // YARN puts the end of stderr into the application's diagnostics, where the client looks for this form.
            System.err.println(Diagnostics.ofApplicationMaster(e).format());
            return 1;
        }
    }

    private static int run(Map<String, String> variables, long startedMillis, EndOfApplication end) throws IOException {
        MasterEnvironment environment = MasterEnvironment.parse(variables);
        ApplicationSpec spec = ApplicationSpec.parse(
                Files.readString(Path.of(ExecutorEnvironment.SETTINGS_FILE), StandardCharsets.UTF_8));
        HadoopConfiguration.addDefaults();
        Configuration hadoop = new YarnConfiguration();
        spec.conf().hadoopSettings().forEach(hadoop::set);
        HadoopConfiguration.setBase(hadoop);
        SubmittedSettings.publish(spec.conf());
        ShippedFiles.publish(spec.conf(), Path.of(""));
        LOG.info("{} runs {} on {}", environment.attempt(), spec.mainClass(), environment.host());
        return new RunningApplication(environment, spec, hadoop, startedMillis, end).run();
    }
}
