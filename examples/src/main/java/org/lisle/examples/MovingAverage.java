package org.lisle.examples;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;

/**
 * The average of each number of a file and those before it, a window of them. Partitions are zipped with the last numbers before each, so
 * that nothing is shuffled.
 */
public final class MovingAverage {
    static final String USAGE = "usage: MovingAverage NUMBERS OUT [WINDOW], NUMBERS being one in each line";

    private MovingAverage() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 3, USAGE)) {
            return;
        }
        int window = Usage.number(arguments, 2, 7, USAGE);
        try (LisleContext context =
                LisleContext.builder().appName("MovingAverage").getOrCreate()) {
            Rdd<Double> numbers = context.textFile(arguments[0])
                    .filter(line -> !line.isBlank())
                    .map(Double::parseDouble);
            average(context, numbers, window).saveAsTextFile(arguments[1]);
        }
    }

    /** The first averages are of fewer numbers. */
    static Rdd<Double> average(LisleContext context, Rdd<Double> numbers, int window) {
        List<List<Double>> ends = numbers.mapPartitions(
                        records -> List.of(last(records, window - 1)).iterator())
                .collect();
        List<List<Double>> before = new ArrayList<>();
        Deque<Double> seen = new ArrayDeque<>();
        for (List<Double> end : ends) {
            before.add(new ArrayList<>(seen));
            end.forEach(number -> push(seen, number, window - 1));
        }
        Rdd<List<Double>> earlier = context.parallelize(before, Math.max(1, before.size()));
        return numbers.zipPartitions(earlier, (records, starts) -> averages(records, starts.next(), window));
    }

    private static Iterator<Double> averages(Iterator<Double> records, List<Double> start, int window) {
        Deque<Double> seen = new ArrayDeque<>(start);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Double next() {
                push(seen, records.next(), window);
                return seen.stream().mapToDouble(number -> number).average().orElse(Double.NaN);
            }
        };
    }

    private static List<Double> last(Iterator<Double> records, int count) {
        Deque<Double> last = new ArrayDeque<>();
        records.forEachRemaining(number -> push(last, number, count));
        return new ArrayList<>(last);
    }

    private static void push(Deque<Double> window, double number, int most) {
        window.add(number);
        while (window.size() > most) {
            window.remove();
        }
    }
}
