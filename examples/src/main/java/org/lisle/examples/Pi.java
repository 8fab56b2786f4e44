package org.lisle.examples;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.lisle.api.LisleContext;

/** Estimates pi by throwing darts at a square: the part that lands in the circle is pi / 4. The same arguments give the same figure. */
public final class Pi {
    static final String USAGE = "usage: Pi [PARTITIONS (default 2)] [DARTS PER PARTITION (default 1000000)]";

    private Pi() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 0, 2, USAGE)) {
            return;
        }
        int partitions = Usage.number(arguments, 0, 2, USAGE);
        int darts = Usage.number(arguments, 1, 1_000_000, USAGE);
        try (LisleContext context = LisleContext.builder().appName("Pi").getOrCreate()) {
            System.out.println("Pi is roughly " + estimate(context, partitions, darts));
        }
    }

    static double estimate(LisleContext context, int partitions, int darts) {
        long inside = context.parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                .map(seed -> inCircle(seed, darts))
                .reduce(Long::sum);
        return 4.0 * inside / ((double) partitions * darts);
    }

    private static long inCircle(int seed, int darts) {
        SplittableRandom random = new SplittableRandom(seed);
        long inside = 0;
        for (int dart = 0; dart < darts; dart++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            if (x * x + y * y <= 1) {
                inside++;
            }
        }
        return inside;
    }
}
