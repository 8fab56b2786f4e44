package org.lisle.dag.driver;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.journal.DriverJournal;

/** What a LisleContext runs on: made by a {@link BackendProvider} for a master. */
public interface Backend extends AutoCloseable {
    JobRunner jobs();

    /** Services for broadcasts, accumulators, persisted datasets and shuffles that are no longer needed. */
    DriverServices services();

    /**
     * Slots of the executors at the start: the default number of partitions is derived from it. The same for each driver of the application,
     * as what a program does must not depend on which of them runs it.
     */
    int defaultParallelism();

    /** {@code local-...} or YARN's application id. */
    String applicationId();

    /** Milliseconds since 1970 and the number of the application, for output committers' names. */
    long applicationTime();

    int applicationNumber();

    int epoch();

    /** The driver's journal; without one, the driver's death ends the application. */
    default DriverJournal journal() {
        return DriverJournal.none(epoch());
    }

    /**
     * The executors that a profile comes to here; the usual ones for null.
     *
     * @throws org.lisle.core.error.LisleException INVALID_ARGUMENT for what no executor could serve, EXECUTOR_TOO_LARGE for what the cluster
     *     would never grant
     */
    ExecutorProfile executors(@Nullable ResourceProfile wanted);

    /** Files shipped with {@code --files} and such, by name. */
    Map<String, String> settings();

    /** The class loader of the job: the application's jar and what was added. */
    ClassLoader jobClassLoader();

    @Override
    void close();
}
