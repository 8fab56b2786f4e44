package org.lisle.examples;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * Sorts records of 100 bytes by their first 10, as the TeraSort benchmark asks: reads the files of Hadoop's TeraGen, writes files that
 * Hadoop's TeraValidate accepts. Range-partitioned by sampling.
 */
public final class TeraSort {
    static final String USAGE = "usage: TeraSort IN OUT [PARTITIONS]";
    static final int KEY_LENGTH = 10;
    static final int RECORD_LENGTH = 100;

    private TeraSort() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 3, USAGE)) {
            return;
        }
        try (LisleContext context = LisleContext.builder().appName("TeraSort").getOrCreate()) {
            PairRdd<Key, byte[]> records = read(context, arguments[0]);
            int partitions = Usage.number(arguments, 2, records.getNumPartitions(), USAGE);
            records.sortByKey(true, partitions)
                    .mapToPair(record -> Pair.of(NullWritable.get(), new BytesWritable(join(record))))
                    .saveAsNewAPIHadoopFile(
                            arguments[1], NullWritable.class, BytesWritable.class, RecordOutputFormat.class, Map.of());
        }
    }

    private static PairRdd<Key, byte[]> read(LisleContext context, String path) {
        return context.newAPIHadoopFile(
                        path,
                        org.apache.hadoop.mapreduce.lib.input.FixedLengthInputFormat.class,
                        org.apache.hadoop.io.LongWritable.class,
                        BytesWritable.class,
                        Map.of("fixedlengthinputformat.record.length", Integer.toString(RECORD_LENGTH)))
                .mapToPair(record -> {
                    byte[] bytes = record.value().getBytes();
                    return Pair.of(
                            new Key(Arrays.copyOf(bytes, KEY_LENGTH)),
                            Arrays.copyOfRange(bytes, KEY_LENGTH, RECORD_LENGTH));
                });
    }

    private static byte[] join(Pair<Key, byte[]> record) {
        byte[] bytes = Arrays.copyOf(record.key().bytes(), RECORD_LENGTH);
        System.arraycopy(record.value(), 0, bytes, KEY_LENGTH, RECORD_LENGTH - KEY_LENGTH);
        return bytes;
    }

    /** The first bytes of a record, in the order of unsigned bytes. */
    record Key(byte[] bytes) implements Comparable<Key>, java.io.Serializable {
        @Override
        public int compareTo(Key other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
