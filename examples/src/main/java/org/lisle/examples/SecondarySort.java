package org.lisle.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.api.HashPartitioner;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Partitioner;
import org.lisle.api.Rdd;

/**
 * The values of each key in the order of their times, over lines {@code key time value}: the shuffle sorts by key and time and places by key
 * alone, so that no task gathers the values of a key to sort them.
 */
public final class SecondarySort {
    static final String USAGE = "usage: SecondarySort IN OUT [PARTITIONS], IN being lines 'key time value'";

    private SecondarySort() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 3, USAGE)) {
            return;
        }
        int partitions = Usage.number(arguments, 2, 4, USAGE);
        try (LisleContext context =
                LisleContext.builder().appName("SecondarySort").getOrCreate()) {
            sort(context, arguments[0], partitions).saveAsTextFile(arguments[1]);
        }
    }

    record KeyAndTime(String key, long time) implements Comparable<KeyAndTime>, java.io.Serializable {
        @Override
        public int compareTo(KeyAndTime other) {
            int byKey = key.compareTo(other.key);
            return byKey != 0 ? byKey : Long.compare(time, other.time);
        }
    }

    /** Places by the key alone. */
    static final class ByKey extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final HashPartitioner keys;

        ByKey(int partitions) {
            keys = new HashPartitioner(partitions);
        }

        @Override
        public int numPartitions() {
            return keys.numPartitions();
        }

        @Override
        public int getPartition(@Nullable Object key) {
            return keys.getPartition(((KeyAndTime) Objects.requireNonNull(key)).key());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ByKey that && that.keys.equals(keys);
        }

        @Override
        public int hashCode() {
            return keys.hashCode();
        }
    }

    /** Lines {@code key: value value ...}. */
    static Rdd<String> sort(LisleContext context, String path, int partitions) {
        return context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length == 3)
                .mapToPair(words -> Pair.of(new KeyAndTime(words[0], Long.parseLong(words[1])), words[2]))
                .repartitionAndSortWithinPartitions(new ByKey(partitions))
                .mapPartitions(SecondarySort::lines);
    }

    private static Iterator<String> lines(Iterator<Pair<KeyAndTime, String>> sorted) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        String current = null;
        while (sorted.hasNext()) {
            Pair<KeyAndTime, String> next = sorted.next();
            if (!next.key().key().equals(current)) {
                if (current != null) {
                    lines.add(line.toString());
                }
                current = next.key().key();
                line.setLength(0);
                line.append(current).append(':');
            }
            line.append(' ').append(next.value());
        }
        if (current != null) {
            lines.add(line.toString());
        }
        return lines.iterator();
    }
}
