package org.lisle.yarn.am;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.lisle.core.launch.ClassArchive;
import org.lisle.hdfs.archive.LoadedClasses;
import org.lisle.yarn.control.ControlPlane;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.launch.LaunchContexts;
import org.lisle.yarn.launch.ShippedResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an application does for those after it, when YARN knows its end and nobody waits any more: where there is no archive of loaded
 * classes, this process and the first executor leave theirs; one that this JVM could not use is removed, so that the next application makes
 * another one.
 */
final class ClassSharing {
    private static final Logger LOG = LoggerFactory.getLogger(ClassSharing.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** Nodes with different Java or Hadoop would else remove each other's archives with every application. */
    private static final long SHORTEST_LIFE_MILLIS = Duration.ofDays(1).toMillis();

    private static final List<String> CLASSES = List.of(
            "org/lisle/dag/",
            "org/lisle/yarn/",
            "org/lisle/core/",
            "org/lisle/api/",
            "org/lisle/transport/",
            "org/lisle/hdfs/");

    private final ApplicationSpec spec;
    private final Configuration hadoop;
    /** Later attempts neither use nor make archives. */
    private final boolean firstAttempt;

    ClassSharing(ApplicationSpec spec, Configuration hadoop, int epoch) {
        this.spec = spec;
        this.hadoop = hadoop;
        this.firstAttempt = epoch == 1;
    }

    /** Whether an executor is to leave its classes. */
    boolean wantsExecutorsClasses() {
        return firstAttempt
                && !LaunchContexts.classArchive(spec, LaunchContexts.EXECUTOR_CLASSES)
                        .target()
                        .isEmpty();
    }

    /**
     * Returns when all is left, or cannot be.
     *
     * @param leaving the executor that was told to leave its classes
     */
    void leaveArchives(ControlPlane control, Optional<String> leaving) {
        if (!firstAttempt) {
            return;
        }
        ClassArchive own = ClassArchive.parse(System.getenv());
        if (!own.target().isEmpty()) {
            LoadedClasses.store(own.target(), CLASSES, hadoop);
        } else if (!own.link().isEmpty() && !LoadedClasses.isUsed(own.link())) {
            LOG.info("this JVM did not use the archive of loaded classes");
            removeOld(LaunchContexts.DRIVER_CLASSES);
            removeOld(LaunchContexts.EXECUTOR_CLASSES);
        }
        try {
            if (leaving.isPresent()) {
                control.awaitEnd(leaving.get(), LONGEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeOld(String name) {
        ShippedResource archive = LaunchContexts.shippedArchive(spec, name).orElse(null);
        if (archive == null || System.currentTimeMillis() - archive.timestamp() < SHORTEST_LIFE_MILLIS) {
            return;
        }
        try {
            Path file = new Path(archive.uri());
            FileSystem files = file.getFileSystem(hadoop);
            if (files.getFileStatus(file).getModificationTime() == archive.timestamp()) {
                files.delete(file, false);
            }
        } catch (IOException e) {
            LOG.info("{} stays: {}", archive.uri(), e.toString());
        }
    }
}
