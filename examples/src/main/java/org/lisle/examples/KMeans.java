package org.lisle.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lisle.api.Broadcast;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;

/** Lloyd's k-means over points given as numbers separated by white space; the centres are broadcast in each round, the points are cached. */
public final class KMeans {
    static final String USAGE = "usage: KMeans POINTS K ITERATIONS, POINTS being lines of numbers separated by spaces";

    private KMeans() {}

    /** The sum of some points, and their number. */
    record Sum(double[] total, long points) implements java.io.Serializable {
        Sum plus(Sum other) {
            double[] sum = total.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.total[i];
            }
            return new Sum(sum, points + other.points);
        }

        double[] mean() {
            return Arrays.stream(total).map(component -> component / points).toArray();
        }
    }

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 3, 3, USAGE)) {
            return;
        }
        int k = Usage.number(arguments, 1, 2, USAGE);
        int iterations = Usage.number(arguments, 2, 10, USAGE);
        try (LisleContext context = LisleContext.builder().appName("KMeans").getOrCreate()) {
            for (double[] centre : cluster(context, arguments[0], k, iterations)) {
                System.out.println(Arrays.toString(centre));
            }
        }
    }

    /** The centres, in the order of the points they started from: the first k of the input. */
    static List<double[]> cluster(LisleContext context, String path, int k, int iterations) {
        Rdd<double[]> points = context.textFile(path)
                .filter(line -> !line.isBlank())
                .map(line -> Arrays.stream(line.trim().split("\\s+"))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .cache();
        List<double[]> centres = points.take(k);
        for (int iteration = 0; iteration < iterations; iteration++) {
            Broadcast<List<double[]>> current = context.broadcast(new ArrayList<>(centres));
            List<Pair<Integer, Sum>> sums = points.mapToPair(
                            point -> Pair.of(nearest(current.value(), point), new Sum(point, 1)))
                    .reduceByKey(Sum::plus)
                    .collect();
            List<double[]> moved = new ArrayList<>(centres);
            sums.forEach(sum -> moved.set(sum.key(), sum.value().mean()));
            centres = moved;
            current.destroy();
        }
        return centres;
    }

    private static int nearest(List<double[]> centres, double[] point) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.size(); i++) {
            double distance = 0;
            double[] centre = centres.get(i);
            for (int j = 0; j < point.length; j++) {
                double difference = centre[j] - point[j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
