package org.lisle.benchmarks.jobs;

import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/** Reads comma separated lines, keeps the dear ones, counts them by country and category. Spark's side of it is its SQL engine. */
final class CsvJob {
    private CsvJob() {}

    static String run(LisleContext context, String in) {
        PairRdd<String, Long> groups = context.textFile(in)
                .map(line -> line.split(","))
                .filter(fields -> Double.parseDouble(fields[3]) > 50)
                .mapToPair(fields -> Pair.of(fields[1] + "," + fields[2], 1L))
                .reduceByKey(Long::sum);
        List<Long> counts = groups.values().collect();
        return "groups=" + counts.size() + " rows="
                + counts.stream().mapToLong(Long::longValue).sum();
    }
}
