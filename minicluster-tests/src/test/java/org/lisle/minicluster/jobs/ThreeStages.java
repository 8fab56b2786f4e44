package org.lisle.minicluster.jobs;

import java.util.Arrays;
import java.util.Iterator;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * Counts words, then how many words occur how often: three stages of 4 tasks with a mark for each attempt. Arguments: IN, OUT, the folder for
 * the marks, which process to strike: a stage (read, count, histogram, none) and a partition; and for how many seconds it stands still, for
 * one that is not killed.
 */
public final class ThreeStages {
    public static final int PARTITIONS = 4;

    private ThreeStages() {}

    public static void main(String[] arguments) {
        Marks marks = new Marks(arguments[2], arguments.length > 5 ? Integer.parseInt(arguments[5]) : 0);
        marks.driver();
        String victimStage = arguments[3];
        int victimPartition = Integer.parseInt(arguments[4]);
        try (LisleContext context =
                LisleContext.builder().appName("ThreeStages").getOrCreate()) {
            run(context, arguments[0], arguments[1], marks, victimStage, victimPartition);
        }
    }

    static void run(LisleContext context, String in, String out, Marks marks, String victimStage, int victimPartition) {
        PairRdd<String, Long> counts = context.textFile(in, PARTITIONS)
                .coalesce(PARTITIONS)
                .mapPartitions(lines -> marked(lines, marks, "read", victimStage, victimPartition))
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> Pair.of(word, 1L))
                .reduceByKey(Long::sum, PARTITIONS);
        counts.mapPartitions(words -> marked(words, marks, "count", victimStage, victimPartition))
                .mapToPair(word -> Pair.of(word.value(), 1L))
                .reduceByKey(Long::sum, PARTITIONS)
                .mapPartitions(words -> marked(words, marks, "histogram", victimStage, victimPartition))
                .map(row -> row.key() + "\t" + row.value())
                .saveAsTextFile(out);
    }

    /** The mark is left after the first record, so that a killed task dies in the middle of its work. */
    private static <T> Iterator<T> marked(
            Iterator<T> records, Marks marks, String stage, String victimStage, int victimPartition) {
        return new Iterator<>() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                boolean more = records.hasNext();
                if (!more && !begun) {
                    begun = true;
                    marks.attempt(stage, victimStage, victimPartition);
                }
                return more;
            }

            @Override
            public T next() {
                T record = records.next();
                if (!begun) {
                    begun = true;
                    marks.attempt(stage, victimStage, victimPartition);
                }
                return record;
            }
        };
    }
}
