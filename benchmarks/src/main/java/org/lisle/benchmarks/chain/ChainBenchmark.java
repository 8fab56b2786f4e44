package org.lisle.benchmarks.chain;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lisle.core.operator.Operator;
import org.lisle.executor.scope.KillSwitch;
import org.lisle.executor.step.Chains;
import org.lisle.executor.step.Demand;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Chains of one, three and six operators, in an executor that has run all the workloads before, against the same work written by hand. The
 * target is 1.3 times the time by hand, and (with {@code -prof gc}) nothing allocated that the user's functions do not allocate. What the
 * compiler makes of boxes differs from one JVM to the next: look at several forks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class ChainBenchmark {
    private static final int RECORDS = 1 << 14;

    @Param({"LONG", "TEXT", "PAIR"})
    public Workload workload = Workload.LONG;

    @Param({"1", "3", "6"})
    public int operators;

    private final Chains hot = new Chains(1);
    private final Chains plain = new Chains(Long.MAX_VALUE);
    private final KillSwitch killSwitch = new KillSwitch();
    private Object[] records = {};
    private List<Operator> chain = List.of();

    @Setup
    public void runOtherProgramsBefore() throws Exception {
        runAll(plain);
        runAll(hot);
        prepare(workload, operators);
    }

    private void runAll(Chains chains) throws Exception {
        for (Workload other : Workload.values()) {
            for (int length : new int[] {1, 3, 6}) {
                prepare(other, length);
                for (int round = 0; round < 30; round++) {
                    run(chains);
                }
            }
        }
    }

    private void prepare(Workload next, int length) {
        records = new Object[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            records[i] = next.record(i);
        }
        chain = next.operators(length);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long bareLoop() {
        return workload.bareLoop(records, operators);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long byHand() {
        Sum sum = new Sum();
        workload.byHand(new Records(records), sum, operators);
        return sum.sum();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long byHandWithObjects() {
        Sum sum = new Sum();
        workload.byHandWithObjects(new Records(records), sum, operators);
        return sum.sum();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long hotChain() throws Exception {
        return run(hot);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long plainChain() throws Exception {
        return run(plain);
    }

    private long run(Chains chains) throws Exception {
        Sum sum = new Sum();
        chains.run(new Records(records), chain, sum, new Demand(), killSwitch);
        return sum.sum();
    }
}
