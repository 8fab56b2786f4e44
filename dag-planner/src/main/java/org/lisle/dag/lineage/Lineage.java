package org.lisle.dag.lineage;

import java.util.List;
import java.util.OptionalInt;
import org.lisle.core.io.InputSplit;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.journal.ApplicationIds;

/** What all nodes of one context share: their numbering, the default numbers of partitions, and the way to run prerequisites. */
public final class Lineage implements PrerequisiteJobs {
    private final ApplicationIds ids;
    private final OptionalInt configuredParallelism;
    private final int slots;
    private final ValueEncoder encoder;
    private final PrerequisiteJobs jobs;

    /**
     * @param configuredParallelism {@code lisle.default.parallelism} where it is set
     * @param slots of all executors; partitions of collections where nothing is configured
     * @param encoder makes the payloads of parallelized collections
     * @param jobs runs prerequisites
     */
    public Lineage(OptionalInt configuredParallelism, int slots, ValueEncoder encoder, PrerequisiteJobs jobs) {
        this(configuredParallelism, slots, encoder, jobs, new ApplicationIds(1));
    }

    /** @param ids the application's, of which there may be several lineages, one after the other */
    public Lineage(
            OptionalInt configuredParallelism,
            int slots,
            ValueEncoder encoder,
            PrerequisiteJobs jobs,
            ApplicationIds ids) {
        this.ids = ids;
        this.configuredParallelism = configuredParallelism;
        this.slots = slots;
        this.encoder = encoder;
        this.jobs = jobs;
    }

    /** Encodes the values of one partition of a parallelized collection; thread-safe. */
    @FunctionalInterface
    public interface ValueEncoder {
        byte[] encode(List<?> values);
    }

    int nextId() {
        return ids.newDataset();
    }

    int storedAs(int dataset) {
        return ids.stored(dataset);
    }

    public int defaultParallelism() {
        return configuredParallelism.orElse(Math.max(1, slots));
    }

    OptionalInt configuredParallelism() {
        return configuredParallelism;
    }

    InputSplit encode(List<?> values, int partition) {
        byte[] bytes = encoder.encode(values);
        return new InputSplit(bytes, bytes.length, List.of(), values.size() + " values, partition " + partition);
    }

    @Override
    public <R> List<R> run(
            Node node, CallSite site, List<Integer> partitions, StageOutput.CollectorFactory<?, R> collector) {
        return jobs.run(node, site, partitions, collector);
    }

    NodeBuilder node(CallSite site, String kind) {
        return new NodeBuilder(this, site, kind);
    }
}
