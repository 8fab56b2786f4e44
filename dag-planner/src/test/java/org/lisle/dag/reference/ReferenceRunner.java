package org.lisle.dag.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.lisle.api.Accumulator;
import org.lisle.api.Broadcast;
import org.lisle.core.closure.Closures;
import org.lisle.core.codec.BroadcastEncoding;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageProgram;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;

/**
 * Runs planned jobs task by task in the caller's thread. Programs, inputs, shuffled pairs and results go through the bytes that would
 * cross processes. Remembers what ran, for tests to count.
 */
public final class ReferenceRunner implements JobRunner {
    private final ReferenceServices services;
    private final ClassLoader loader;
    private final Map<Integer, Segments> shuffles = new TreeMap<>();
    private final List<PlannedJob> jobs = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Integer> cancelled = new ArrayList<>();

    ReferenceRunner(ReferenceServices services, ClassLoader loader) {
        this.services = services;
        this.loader = loader;
    }

    /** A task that ran. */
    public record Task(int job, int stage, int partition, boolean result) {}

    /** All jobs so far. */
    public synchronized List<PlannedJob> jobs() {
        return List.copyOf(jobs);
    }

    /** All tasks so far. */
    public synchronized List<Task> tasks() {
        return List.copyOf(tasks);
    }

    public synchronized List<Integer> cancelled() {
        return List.copyOf(cancelled);
    }

    public synchronized int shufflesWritten() {
        return shuffles.size();
    }

    /** Forgets what ran; keeps what was written. */
    public synchronized void forget() {
        jobs.clear();
        tasks.clear();
    }

    @Override
    public synchronized CompletableFuture<Void> submit(PlannedJob job, ResultListener listener) {
        jobs.add(job);
        try {
            runParents(job, job.result());
            for (int partition : job.partitions()) {
                listener.result(partition, partition, run(job, job.result(), partition));
            }
            return CompletableFuture.completedFuture(null);
        } catch (LisleException e) {
            return CompletableFuture.failedFuture(e);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(
                    new LisleException(ErrorCode.USER_CODE_FAILED, "a task failed: " + e, "", e));
        }
    }

    @Override
    public synchronized void cancel(int jobId, String reason) {
        cancelled.add(jobId);
    }

    private void runParents(PlannedJob job, PlannedStage stage) throws Exception {
        for (PlannedStage.Parent parent : stage.parents()) {
            ShuffleSpec shuffle = parent.stage().shuffle();
            boolean stored = parent.unlessCached().stream().anyMatch(rdd -> isStored(rdd, stage));
            if (shuffle == null || stored || shuffles.containsKey(shuffle.shuffleId())) {
                continue;
            }
            runParents(job, parent.stage());
            shuffles.put(shuffle.shuffleId(), new Segments(shuffle));
            for (int partition = 0; partition < parent.stage().partitions(); partition++) {
                run(job, parent.stage(), partition);
            }
        }
    }

    private boolean isStored(int rdd, PlannedStage stage) {
        return IntStream.range(0, stage.partitions())
                .allMatch(partition -> services.persisted().containsKey(new BlockId.Cached(rdd, partition).text()));
    }

    private byte[] run(PlannedJob job, PlannedStage stage, int partition) throws Exception {
        List<Accumulator<?, ?>> accumulators = new ArrayList<>();
        StageProgram program = Closures.deserialize(
                Closures.serialize(stage.program()), StageProgram.class, loader, handle -> bind(handle, accumulators));
        ReferenceContext context = new ReferenceContext(stage.id(), partition, program.partitions(), tasks.size());
        tasks.add(new Task(job.id(), stage.id(), partition, stage == job.result()));
        context.enter();
        try {
            Interpreter interpreter = new Interpreter(stage, context, shuffles, services.persisted(), loader);
            byte[] result = new Outputs(interpreter, context, shuffles, loader).run(program, partition);
            for (Accumulator<?, ?> accumulator : accumulators) {
                services.merge(accumulator.id(), Closures.serialize(accumulator));
            }
            return result;
        } finally {
            ReferenceContext.leave();
        }
    }

    private Object bind(Object handle, List<Accumulator<?, ?>> accumulators) {
        if (handle instanceof Accumulator<?, ?> accumulator) {
            accumulators.add(accumulator);
            return accumulator;
        }
        if (handle instanceof Broadcast.Reference reference) {
            return new ReadBroadcast(reference, value(reference));
        }
        return handle;
    }

    @SuppressWarnings("NullAway") // no broadcast of null is made
    private Object value(Broadcast.Reference reference) {
        List<byte[]> pieces = IntStream.range(0, reference.pieces())
                .mapToObj(piece -> services.block(new BlockId.BroadcastPiece(reference.id(), piece).text()))
                .toList();
        return BroadcastEncoding.decode(pieces, RecordCodecs.forJob(loader), "broadcast " + reference.id());
    }

    /** A broadcast as a task sees it. */
    private static final class ReadBroadcast extends Broadcast<Object> {
        private static final long serialVersionUID = 1L;

        private final transient Object value;

        ReadBroadcast(Reference reference, Object value) {
            super(reference);
            this.value = value;
        }

        @Override
        protected Object load() {
            return value;
        }

        @Override
        protected void dropCopies() {}

        @Override
        protected void dropAll() {}
    }
}
