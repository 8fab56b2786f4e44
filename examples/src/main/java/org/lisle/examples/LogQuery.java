package org.lisle.examples;

import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * Reads web log lines {@code time,host,method,path,status,bytes}, keeps the failed requests (status 400 and above), groups them by path and
 * status, and counts requests and bytes. Lines of another form are counted and left out.
 */
public final class LogQuery {
    static final String USAGE =
            "usage: LogQuery IN [OUT], IN being CSV lines time,host,method,path,status,bytes; without OUT the groups are printed";

    private LogQuery() {}

    /** What is asked for: the path and the status. */
    public record Group(String path, int status) implements java.io.Serializable {}

    /** Requests and bytes of a group. */
    public record Totals(long requests, long bytes) implements java.io.Serializable {
        Totals plus(Totals other) {
            return new Totals(requests + other.requests, bytes + other.bytes);
        }
    }

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 1, 2, USAGE)) {
            return;
        }
        try (LisleContext context = LisleContext.builder().appName("LogQuery").getOrCreate()) {
            var malformed = context.longAccumulator("malformed lines");
            PairRdd<Group, Totals> failures = failures(context, arguments[0], malformed);
            var lines = failures.map(LogQuery::line);
            if (arguments.length == 2) {
                lines.saveAsTextFile(arguments[1]);
            } else {
                List<String> sorted = lines.sortBy(line -> line, true, 1).collect();
                sorted.forEach(System.out::println);
            }
            System.out.println("malformed lines: " + malformed.value());
        }
    }

    static PairRdd<Group, Totals> failures(LisleContext context, String path, org.lisle.api.LongAccumulator malformed) {
        return context.textFile(path)
                .flatMap(line -> {
                    String[] fields = line.split(",", -1);
                    if (fields.length != 6 || !fields[4].matches("\\d{3}") || !fields[5].matches("\\d+")) {
                        malformed.add(1L);
                        return List.<String[]>of().iterator();
                    }
                    return List.<String[]>of(fields).iterator();
                })
                .filter(fields -> Integer.parseInt(fields[4]) >= 400)
                .mapToPair(fields -> Pair.of(
                        new Group(fields[3], Integer.parseInt(fields[4])), new Totals(1, Long.parseLong(fields[5]))))
                .reduceByKey(Totals::plus);
    }

    private static String line(Pair<Group, Totals> row) {
        return row.key().path() + "," + row.key().status() + "," + row.value().requests() + ","
                + row.value().bytes();
    }
}
