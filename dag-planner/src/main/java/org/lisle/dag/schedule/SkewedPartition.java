package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Slice;
import org.lisle.core.unit.DataSize;

/**
 * A partition of a join that is far above the others, and how it is cut.
 *
 * <p>A partition is far above when one of the inputs by which it may be sliced has more than {@code factor} times the median of that input's
 * partitions there, and more than {@code minBytes}. Its slices are ranges of map partitions of that input with about equal bytes; where
 * several inputs are far above, of the one that has most. Each slice reads the other inputs whole, so a slice has
 *
 * <pre>
 *   max(the median, minBytes / 2, the bytes of the other inputs)
 * </pre>
 *
 * at least, as far as map partitions are not larger themselves: what is read more than once is at most as much as what is read once.
 *
 * @param bytes of the partition's input that is sliced
 * @param medianBytes of all partitions of that input
 * @param maps the map partitions of each slice: together all, in their order
 */
public record SkewedPartition(int partition, int input, long bytes, long medianBytes, List<MapRange> maps) {
    public SkewedPartition {
        maps = List.copyOf(maps);
    }

    /** Bytes of an input of a stage. */
    interface Sizes {
        /** Of each partition. */
        long[] byPartition();

        /** Of one partition, by the map partition that they come from. */
        long[] byMapPartition(int partition);
    }

    /**
     * Finds them. A pure function.
     *
     * @param inputs all inputs of the stage
     * @param divisible the numbers of those by which partitions may be sliced
     * @return by partition
     */
    static List<SkewedPartition> among(List<Sizes> inputs, List<Integer> divisible, SkewConfig config) {
        long[][] bytes = inputs.stream().map(Sizes::byPartition).toArray(long[][]::new);
        long[] medians = Arrays.stream(bytes).mapToLong(SkewedPartition::median).toArray();
        List<SkewedPartition> found = new ArrayList<>();
        for (int partition = 0; partition < bytes[0].length; partition++) {
            int input = -1;
            long all = 0;
            for (int each = 0; each < inputs.size(); each++) {
                long here = bytes[each][partition];
                all += here;
                boolean isFarAbove =
                        divisible.contains(each) && here > config.minBytes() && here > config.factor() * medians[each];
                if (isFarAbove && (input < 0 || here > bytes[input][partition])) {
                    input = each;
                }
            }
            if (input >= 0) {
                long here = bytes[input][partition];
                long least = Math.max(Math.max(medians[input], config.minBytes() / 2), all - here);
                List<MapRange> maps = cut(inputs.get(input).byMapPartition(partition), here / Math.max(1, least));
                if (maps.size() > 1) {
                    found.add(new SkewedPartition(partition, input, here, medians[input], maps));
                }
            }
        }
        return found;
    }

    /** The lower one of the two in the middle, so that one of two partitions can be far above. */
    private static long median(long[] bytes) {
        long[] sorted = bytes.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    }

    /** So many ranges with about equal bytes, or fewer: none is without any. */
    private static List<MapRange> cut(long[] bytes, long ranges) {
        double total = Arrays.stream(bytes).sum();
        List<MapRange> cut = new ArrayList<>();
        int from = 0;
        long share = 1;
        long sum = 0;
        for (int map = 0; map < bytes.length; map++) {
            sum += bytes[map];
            if (sum < total && sum >= total * share / ranges) {
                cut.add(new MapRange(from, map + 1));
                from = map + 1;
                while (sum >= total * share / ranges) {
                    share++;
                }
            }
        }
        cut.add(new MapRange(from, bytes.length));
        return cut;
    }

    List<Slice> slices() {
        return maps.stream().map(range -> new Slice(partition, input, range)).toList();
    }

    /** How the tasks of a stage are numbered that has these. */
    static Slices slices(int partitions, List<SkewedPartition> skewed) {
        return new Slices(
                partitions,
                skewed.stream().flatMap(each -> each.slices().stream()).toList());
    }

    /** Such as {@code partition 7 (1.2 GiB, median 40.0 MiB) is split over 6 tasks}. */
    @Override
    public String toString() {
        return "partition " + partition + " (" + new DataSize(bytes) + ", median " + new DataSize(medianBytes)
                + ") is split over " + maps.size() + " tasks";
    }
}
