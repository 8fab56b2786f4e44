package org.lisle.dag.action;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.driver.JobRunner;
import org.lisle.dag.journal.StageView;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Preparation;
import org.lisle.dag.lineage.PrerequisiteJobs;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.Planner;

/**
 * Runs jobs for the program's threads and waits for them. Thread-safe; a thread that is interrupted while it waits cancels its job.
 *
 * <p>Results are kept encoded while the job runs and decoded afterwards on the thread that asked, in the order of the partitions.
 */
public final class Actions implements PrerequisiteJobs {
    private static final byte[] NOTHING = {};

    private final Planner planner;
    private final JobRunner runner;
    private final RunningJobs running = new RunningJobs();
    private final JobValues values;
    private volatile Consumer<Node> afterJob = node -> {};
    private final Supplier<Map<String, String>> properties;

    /** @param properties the local properties of the thread that asks */
    public Actions(Planner planner, JobRunner runner, JobValues values, Supplier<Map<String, String>> properties) {
        this.planner = planner;
        this.runner = runner;
        this.values = values;
        this.properties = properties;
    }

    @Override
    public <R> List<R> run(
            Node node, CallSite site, List<Integer> partitions, StageOutput.CollectorFactory<?, R> collector) {
        Preparation.of(node);
        Map<String, String> marked = new HashMap<>(properties.get());
        marked.put(PlannedJob.PREREQUISITE, "true");
        PlannedJob job = planner.plan(
                planner.newJobId(), node, site, partitions, new StageOutput.Collect(collector), marked, false);
        return decoded(run(job, node), result -> values.<R>decode(result).get(0));
    }

    /** The values that a collector or a function makes of all partitions, in their order. */
    <R> List<R> values(Node node, CallSite site, StageOutput output) {
        return values(node, site, output, false);
    }

    /** As {@link #values}, where a partition far above the others may have several, each of some of its records. */
    <R> List<R> valuesOfParts(Node node, CallSite site, StageOutput output) {
        return values(node, site, output, true);
    }

    private <R> List<R> values(Node node, CallSite site, StageOutput output, boolean takesSlices) {
        Preparation.of(node);
        List<byte[]> results = run(planner.newJobId(), node, site, all(node), output, takesSlices);
        return decoded(results, result -> values.<R>decode(result).get(0));
    }

    /** The records of some partitions, in this order; no more than so many of each. */
    <T> List<List<T>> records(Node node, CallSite site, List<Integer> partitions, int most) {
        Preparation.of(node);
        StageOutput output = new StageOutput.Records(most);
        return decoded(run(planner.newJobId(), node, site, partitions, output, false), values::<T>decode);
    }

    /** The records of all partitions, in their order, in lists of a partition or of a part of one. */
    <T> List<List<T>> recordsOfParts(Node node, CallSite site) {
        Preparation.of(node);
        StageOutput output = new StageOutput.Records(Integer.MAX_VALUE);
        return decoded(run(planner.newJobId(), node, site, all(node), output, true), values::<T>decode);
    }

    /**
     * The results as tasks gave them, in the order of the partitions asked for. The node is prepared.
     *
     * @param takesSlices whether a partition may have several, which are next to each other then
     */
    List<byte[]> run(
            int job, Node node, CallSite site, List<Integer> partitions, StageOutput output, boolean takesSlices) {
        return run(planner.plan(job, node, site, partitions, output, properties.get(), takesSlices), node);
    }

    private List<byte[]> run(PlannedJob planned, Node node) {
        List<Integer> partitions = planned.partitions();
        if (partitions.isEmpty()) {
            return List.of();
        }
        TaskResults results = new TaskResults();
        await(planned, results);
        afterJob.accept(node);
        Reference.reachabilityFence(node);
        return results.take(partitions);
    }

    /** Is told of the node of each job that ended well and was waited for, on the thread that waited. */
    public void afterEachJob(Consumer<Node> listener) {
        afterJob = listener;
    }

    /** The ids of the last thousand jobs that belong to a group; to none for null. */
    public List<Integer> jobsOfGroup(@Nullable String group) {
        return running.ofGroup(group);
    }

    /** Starts a job over all partitions and does not wait for it. */
    <P> StartedJob<P> start(Node node, CallSite site, StageOutput output) {
        Preparation.of(node);
        List<Integer> partitions = all(node);
        AtomicReferenceArray<byte[]> results = new AtomicReferenceArray<>(partitions.size());
        Function<byte[], P> decode = result -> values.<P>decode(result).get(0);
        if (partitions.isEmpty()) {
            return new StartedJob<>(results, CompletableFuture.completedFuture(null), decode);
        }
        PlannedJob planned = planner.plan(planner.newJobId(), node, site, partitions, output, properties.get(), false);
        running.add(planned);
        CompletableFuture<Void> end = runner.submit(
                        planned, (partition, task, result) -> results.set(partition, result))
                .whenComplete((ended, failure) -> running.remove(planned));
        return new StartedJob<>(results, end, decode);
    }

    /** Lets go of each result's bytes as it is decoded. */
    private static <R> List<R> decoded(List<byte[]> results, Function<byte[], R> decode) {
        List<R> decoded = new ArrayList<>(results.size());
        for (int result = 0; result < results.size(); result++) {
            decoded.add(decode.apply(results.set(result, NOTHING)));
        }
        return decoded;
    }

    /** The records of all partitions, fetched a partition at a time by one job each as the iterator proceeds. */
    public <T> Iterator<T> iterate(Node node, CallSite site) {
        Preparation.of(node);
        return new Iterator<>() {
            private int nextPartition;
            private Iterator<T> records = List.<T>of().iterator();

            @Override
            public boolean hasNext() {
                while (!records.hasNext() && nextPartition < node.partitions()) {
                    List<List<T>> found = records(node, site, List.of(nextPartition++), Integer.MAX_VALUE);
                    records = found.get(0).iterator();
                }
                return records.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return records.next();
            }
        };
    }

    /** How the journal sees such an action on all partitions. */
    StageView view(Node node, CallSite site, StageOutput output) {
        return planner.view(node, site, all(node), output);
    }

    int newJobId() {
        return planner.newJobId();
    }

    /** Cancels the jobs that were started by threads with this property. */
    public void cancelWhere(String property, String value, String reason) {
        cancelWhere(property, value::equals, reason);
    }

    /** Cancels the jobs that were started by threads with such a value of the property, which is empty where it is not set. */
    public void cancelWhere(String property, Predicate<String> value, String reason) {
        running.where(property, value).forEach(job -> runner.cancel(job, reason));
    }

    public void cancel(int job, String reason) {
        runner.cancel(job, reason);
    }

    List<Integer> follow(String action) {
        return running.follow(action);
    }

    void followNoMore(String action) {
        running.followNoMore(action);
    }

    public void cancelAll(String reason) {
        running.all().forEach(job -> runner.cancel(job, reason));
    }

    static List<Integer> all(Node node) {
        return IntStream.range(0, node.partitions()).boxed().toList();
    }

    private void await(PlannedJob job, TaskResults results) {
        running.add(job);
        try {
            runner.submit(job, results).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            runner.cancel(job.id(), "the thread that waited for it was interrupted");
            throw new LisleException(
                    ErrorCode.JOB_CANCELLED, job.callSite() + " was interrupted while its job ran", "", e);
        } catch (ExecutionException e) {
            throw seenFromHere(e.getCause() == null ? e : e.getCause());
        } finally {
            running.remove(job);
        }
    }

    /** The same error with the stack of the thread that asked, so that the user's line is in it. */
    private static LisleException seenFromHere(Throwable failure) {
        if (failure instanceof LisleException known) {
            return new LisleException(
                    known.code(), known.what(), known.nextStep(), known.getCause() == null ? known : known.getCause());
        }
        return unexpected(failure);
    }

    static LisleException unexpected(Throwable failure) {
        return new LisleException(
                ErrorCode.INTERNAL_ERROR, "a job failed: " + failure, "see the driver's log", failure);
    }
}
