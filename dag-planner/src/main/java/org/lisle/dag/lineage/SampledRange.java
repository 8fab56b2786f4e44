package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lisle.api.Partitioner;
import org.lisle.api.RangePartitioner;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;

/**
 * Ranges of about equal numbers of records, cut by a sample of the parent's keys.
 *
 * <p>The sample: a reservoir of the same size from every partition, in one job; about 20 keys for each range wanted, three times that many
 * taken, a million at most in all. A partition that holds far more than its share is sampled again in proportion, in a second job over
 * those partitions only. Each key sampled stands for as many records as its partition's count over its sample's size, and bounds are cut
 * where the sum of these weights passes equal steps. (The method of Spark's RangePartitioner; always as many partitions as wanted.)
 *
 * <p>Of large files evenly spread parts are read, where the dataset is made of them record by record ({@link ThinnedInput}): the bounds need not
 * be exact, and sorting would read its whole input twice. Where the parts of a partition have too few keys all of it is sampled.
 */
public final class SampledRange implements Partitioning {
    private static final double KEYS_PER_RANGE = 20.0;
    private static final double MAX_KEYS = 1_000_000.0;
    private static final double OVERSAMPLING = 3.0;

    private final Node parent;
    private final SerializableComparator<Object> order;
    private final Memo<Integer> count;
    private final CallSite site;
    private final Memo<RangePartitioner<Object>> partitioner = new Memo<>(this::sample);

    @SuppressWarnings("unchecked")
    SampledRange(Node parent, SerializableComparator<?> order, Memo<Integer> count, CallSite site) {
        this.parent = parent;
        this.order = (SerializableComparator<Object>) order;
        this.count = count;
        this.site = site;
    }

    @Override
    public int partitions() {
        return count.get();
    }

    @Override
    public RangePartitioner<Object> partitioner() {
        return partitioner.get();
    }

    Memo<?> bounds() {
        return partitioner;
    }

    @Override
    public boolean isByRanges() {
        return true;
    }

    @Override
    public String describe() {
        return "range(" + partitions() + ")";
    }

    @Override
    public boolean sameAs(Partitioning other) {
        return this == other || (other instanceof Fixed fixed && knownAs(fixed.partitioner()));
    }

    boolean knownAs(Partitioner other) {
        return partitioner.known() && partitioner.get().equals(other);
    }

    private RangePartitioner<Object> sample() {
        int ranges = partitions();
        int inputs = parent.partitions();
        if (ranges == 1 || inputs == 0) {
            return new RangePartitioner<>(List.of(), order, true, ranges);
        }
        double wantedKeys = Math.min(KEYS_PER_RANGE * ranges, MAX_KEYS);
        int share = (int) Math.ceil(OVERSAMPLING * wantedKeys / inputs);
        List<Integer> all = IntStream.range(0, inputs).boxed().toList();
        List<KeySample> samples = samples(all, ranges, share);
        long records = samples.stream().mapToLong(KeySample::records).sum();
        double fraction = Math.min(wantedKeys / Math.max(records, 1), 1.0);

        List<RangePartitioner.Sample<Object>> candidates = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        for (int partition : all) {
            KeySample sample = samples.get(partition);
            if (fraction * sample.records() > share) {
                again.add(partition);
            } else if (!sample.keys().isEmpty()) {
                sample.weigh((double) sample.records() / sample.keys().size(), candidates);
            }
        }
        if (!again.isEmpty()) {
            for (KeySample sample : run(parent, again, KeySample.fraction(parent.id(), fraction))) {
                sample.weigh(1.0 / fraction, candidates);
            }
        }
        return new RangePartitioner<>(bounds(candidates, ranges), order, true, ranges);
    }

    private List<Object> bounds(List<RangePartitioner.Sample<Object>> candidates, int ranges) {
        try {
            return RangePartitioner.boundsOf(candidates, ranges, order);
        } catch (ClassCastException e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the keys cannot be compared (" + site + "), they are of " + classes(candidates),
                    "sort by keys that are Comparable, or pass an order",
                    e);
        }
    }

    /** The exception may say nothing: the JVM throws one without text and stack from code that it has optimised. */
    private static String classes(List<RangePartitioner.Sample<Object>> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.key() == null
                        ? "null"
                        : candidate.key().getClass().getName())
                .distinct()
                .sorted()
                .limit(3)
                .collect(Collectors.joining(" and "));
    }

    /** The same number of keys from each partition. */
    private List<KeySample> samples(List<Integer> all, int ranges, int share) {
        var reservoir = KeySample.reservoir(parent.id(), share);
        Optional<ThinnedInput> thinned = ThinnedInput.of(parent, ranges);
        if (thinned.isEmpty()) {
            return run(parent, all, reservoir);
        }
        List<KeySample> samples = new ArrayList<>(run(thinned.get().node(), all, reservoir));
        List<Integer> tooFew = new ArrayList<>();
        for (int partition : all) {
            double times = thinned.get().times().get(partition);
            samples.set(partition, samples.get(partition).ofPart(times));
            if (times > 1.0 && samples.get(partition).keys().size() < share) {
                tooFew.add(partition);
            }
        }
        List<KeySample> whole = tooFew.isEmpty() ? List.of() : run(parent, tooFew, reservoir);
        for (int i = 0; i < whole.size(); i++) {
            samples.set(tooFew.get(i), whole.get(i));
        }
        return samples;
    }

    private List<KeySample> run(
            Node node, List<Integer> partitions, StageOutput.CollectorFactory<?, List<Object>> collector) {
        return node.lineage().run(node, site, partitions, collector).stream()
                .map(KeySample::of)
                .toList();
    }
}
