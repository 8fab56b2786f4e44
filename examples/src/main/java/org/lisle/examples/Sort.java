package org.lisle.examples;

import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;

/** Sorts lines, by the number at their beginning where there is one, else after all numbers by their text. */
public final class Sort {
    static final String USAGE = "usage: Sort IN OUT [PARTITIONS]";

    private Sort() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 3, USAGE)) {
            return;
        }
        int partitions = Usage.number(arguments, 2, 4, USAGE);
        try (LisleContext context = LisleContext.builder().appName("Sort").getOrCreate()) {
            sort(context.textFile(arguments[0]), partitions).saveAsTextFile(arguments[1]);
        }
    }

    /** A line's place: records of comparable values sort by their components in turn. */
    record Place(double number, String line) implements Comparable<Place>, java.io.Serializable {
        static Place of(String line) {
            try {
                return new Place(Double.parseDouble(line.trim().split("\\s+")[0]), line);
            } catch (NumberFormatException e) {
                return new Place(Double.POSITIVE_INFINITY, line);
            }
        }

        @Override
        public int compareTo(Place other) {
            int byNumber = Double.compare(number, other.number);
            return byNumber != 0 ? byNumber : line.compareTo(other.line);
        }
    }

    static Rdd<String> sort(Rdd<String> lines, int partitions) {
        return lines.sortBy(Place::of, true, partitions);
    }
}
