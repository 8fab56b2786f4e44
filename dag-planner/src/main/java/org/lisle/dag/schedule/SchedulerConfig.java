package org.lisle.dag.schedule;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the scheduler decides by.
 *
 * @param maxTaskFailures failures of one partition at which its jobs fail, from 1
 * @param maxStageAttempts how often in a row a stage may find its input lost, from 1
 * @param localityWaitNanos how long tasks wait for a slot on each level of locality
 * @param fair whether pools share the slots; if not, all jobs are in one pool, first come first served
 * @param pools weights and shares by name; others have weight 1 and no share of their own
 * @param executorTimeoutNanos an executor that is not heard of for so long is lost
 * @param rackOf the rack of a host
 * @param shuffleServers when stand-alone shuffle servers are started and given back
 * @param checksContent whether what read a map output runs again when that was computed again and differs
 * @param policies what else is decided
 */
public record SchedulerConfig(
        int maxTaskFailures,
        int maxStageAttempts,
        long localityWaitNanos,
        boolean fair,
        Map<String, PoolShare> pools,
        long executorTimeoutNanos,
        UnaryOperator<String> rackOf,
        ShuffleServers shuffleServers,
        boolean checksContent,
        Policies policies) {
    /** The pool of jobs that name none. */
    public static final String DEFAULT_POOL = "default";

    /** The job property that names its pool. */
    public static final String POOL_PROPERTY = "lisle.scheduler.pool";

    /** Without policies. */
    public SchedulerConfig(
            int maxTaskFailures,
            int maxStageAttempts,
            long localityWaitNanos,
            boolean fair,
            Map<String, PoolShare> pools,
            long executorTimeoutNanos,
            UnaryOperator<String> rackOf,
            ShuffleServers shuffleServers,
            boolean checksContent) {
        this(
                maxTaskFailures,
                maxStageAttempts,
                localityWaitNanos,
                fair,
                pools,
                executorTimeoutNanos,
                rackOf,
                shuffleServers,
                checksContent,
                Policies.NONE);
    }

    /** Without shuffle servers and policies. */
    public SchedulerConfig(
            int maxTaskFailures,
            int maxStageAttempts,
            long localityWaitNanos,
            boolean fair,
            Map<String, PoolShare> pools,
            long executorTimeoutNanos,
            UnaryOperator<String> rackOf) {
        this(
                maxTaskFailures,
                maxStageAttempts,
                localityWaitNanos,
                fair,
                pools,
                executorTimeoutNanos,
                rackOf,
                ShuffleServers.NONE,
                true,
                Policies.NONE);
    }

    /** The same with these policies. */
    public SchedulerConfig with(Policies others) {
        return new SchedulerConfig(
                maxTaskFailures,
                maxStageAttempts,
                localityWaitNanos,
                fair,
                pools,
                executorTimeoutNanos,
                rackOf,
                shuffleServers,
                checksContent,
                others);
    }

    public SchedulerConfig {
        pools = Map.copyOf(pools);
    }

    /**
     * When a host without executors gets a shuffle server.
     *
     * @param startNanos outputs count as lost when their server is not there so long after it was wanted; 0 to start none
     * @param idleNanos a server that no running job needs is given back after so long
     */
    public record ShuffleServers(long startNanos, long idleNanos) {
        public static final ShuffleServers NONE = new ShuffleServers(0, 0);
    }

    /**
     * A pool's part of the slots.
     *
     * @param weight slots in proportion to other pools' weights, from 1
     * @param minShare slots it gets before other pools get more than theirs
     */
    public record PoolShare(int weight, int minShare) {
        public static final PoolShare USUAL = new PoolShare(1, 0);
    }
}
