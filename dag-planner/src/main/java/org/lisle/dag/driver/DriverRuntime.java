package org.lisle.dag.driver;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.BadRecordStore;
import org.lisle.core.message.Shutdown;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.schedule.Scheduler;

/**
 * The driver of one application: the scheduler's loop with the services around it. One for an application (and one for each local-mode
 * context). Thread-safe.
 *
 * <pre>
 *   any thread                          the loop's thread
 *   {@link JobRunner} ----- submit --------> |
 *   {@link DriverServices} - messages -----> | {@link DriverState}: events -> Scheduler -> commands
 *                                       |     -> {@link ExecutorGateway}, {@link ClusterGateway}, futures, accumulators
 * </pre>
 */
public final class DriverRuntime implements AutoCloseable {
    /** The id under which the driver itself holds blocks; no executor has it. */
    public static final String DRIVER_ID = "driver";

    private final int epoch;
    private final SchedulerLoop loop;
    private final DriverState state;
    private final LoopJobRunner jobs;
    private final LoopServices services;
    private volatile ApplicationStatus lastStatus;
    private volatile boolean executorsGoOn;

    /**
     * Starts the loop.
     *
     * @param epoch the number of this driver among the application's, from 1
     * @param clock for the times that people see; what is waited for is measured with {@link System#nanoTime}
     * @throws LisleException INVALID_SETTING
     */
    public DriverRuntime(LisleConf conf, int epoch, ClusterGateway cluster, BlockFetcher fetcher, Clock clock) {
        this(conf, cluster, fetcher, clock, DriverJournal.none(epoch));
    }

    /**
     * Starts the loop of a driver that goes on where an earlier one died, and that writes a journal for the next.
     *
     * @param journal of this driver's epoch, begun
     */
    public DriverRuntime(
            LisleConf conf, ClusterGateway cluster, BlockFetcher fetcher, Clock clock, DriverJournal journal) {
        this(conf, cluster, fetcher, clock, journal, null);
    }

    /** @param badRecords takes records that make the user's code throw; null when these fail their tasks */
    public DriverRuntime(
            LisleConf conf,
            ClusterGateway cluster,
            BlockFetcher fetcher,
            Clock clock,
            DriverJournal journal,
            @Nullable BadRecordStore badRecords) {
        this(conf, cluster, fetcher, clock, System::nanoTime, Closures::serialize, journal, badRecords);
    }

    DriverRuntime(
            LisleConf conf,
            ClusterGateway cluster,
            BlockFetcher fetcher,
            Clock clock,
            LongSupplier nanos,
            LaunchMessages.ProgramEncoder encoder,
            DriverJournal journal,
            @Nullable BadRecordStore badRecords) {
        this.epoch = journal.epoch();
        var accumulators = new AccumulatorRegistry();
        state = new DriverState(
                epoch,
                new Scheduler(
                        DriverSettings.scheduler(
                                conf,
                                cluster::rackOf,
                                DriverSettings.shuffleServers(conf, cluster.hasShuffleServers()),
                                cluster.replacesExecutors()),
                        journal.ids().firstTask()),
                nanos,
                cluster,
                accumulators,
                new JobTable(conf.get(Settings.DRIVER_MAX_RESULT_SIZE).bytes()),
                new StatusRecorder(clock::millis),
                encoder,
                inheritance(conf, journal, nanos),
                new JournalRecorder(
                        journal, conf.get(Settings.JOURNAL_MAX_RESULT).bytes()),
                new Quarantine(badRecords));
        lastStatus = snapshot();
        loop = new SchedulerLoop(state, this::failed);
        jobs = new LoopJobRunner(loop, state);
        var results = new ResultReceiver(state, fetcher, loop, epoch);
        if (journal.isEnabled()) {
            long most = conf.get(Settings.DRIVER_MAX_RESULT_SIZE).bytes();
            state.keepsResultsIn(new KeptResults(
                    state.executors,
                    fetcher,
                    action -> loop.post(action::run),
                    most == 0 ? Long.MAX_VALUE : most,
                    epoch));
        }
        state.reportsTo(results::take);
        state.actionsOfOthersRunBy(action -> loop.post(action::run));
        services = new LoopServices(loop, state, results, accumulators, epoch, this::status);
        loop.start();
    }

    private static Inheritance inheritance(LisleConf conf, DriverJournal journal, LongSupplier nanos) {
        long deadline = nanos.getAsLong() + conf.get(Settings.RECOVERY_WAIT).toNanos();
        return new Inheritance(
                journal.claims(),
                new InheritedTasks(journal.ids().firstTask()),
                new ExpectedExecutors(journal.claims().executors().keySet(), deadline));
    }

    public JobRunner jobs() {
        return jobs;
    }

    public DriverServices services() {
        return services;
    }

    /** A snapshot; waits for the loop's turn, which is short. After the end, the last one. */
    public ApplicationStatus status() {
        if (loop.isLoopThread()) {
            return snapshot();
        }
        var answer = new CompletableFuture<ApplicationStatus>();
        loop.post(new SchedulerLoop.Action() {
            @Override
            public void run() {
                answer.complete(snapshot());
            }

            @Override
            public void dropped() {
                answer.complete(lastStatus);
            }
        });
        return answer.join();
    }

    private ApplicationStatus snapshot() {
        return state.status.snapshot(
                state.scheduler().shuffles(), state.blocks.storedDatasets(), state.quarantine.status());
    }

    private void failed(Throwable cause) {
        lastStatus = snapshot();
        state.jobs.failAll(new LisleException(
                ErrorCode.INTERNAL_ERROR,
                "the scheduler of this application failed: " + cause,
                "this is a mistake in Lisle; the driver's log has the stack trace",
                cause));
    }

    /** The application goes on without this driver: {@link #close} tells the executors nothing, and they wait for the next one. */
    public void leaveExecutors() {
        executorsGoOn = true;
    }

    /** Tells the executors to end, fails all jobs that still run with CONTEXT_CLOSED, and ends the loop. */
    @Override
    public void close() {
        try {
            loop.close(() -> {
                if (!executorsGoOn) {
                    state.executors.sendAll(new Shutdown(epoch, "the application ended", false));
                }
                state.jobs.failAll(LoopServices.closed());
                lastStatus = snapshot();
            });
            state.status.events().bus().close();
            state.quarantine.close(!executorsGoOn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
