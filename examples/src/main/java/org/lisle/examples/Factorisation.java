package org.lisle.examples;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.lisle.api.Broadcast;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * Ratings as the product of a vector for each user and one for each item, over lines {@code user item rating}, by alternating least squares
 * (Zhou and others 2008): with the items' vectors fixed, each user's is a small linear system, and the other way round.
 */
public final class Factorisation {
    static final String USAGE = "usage: Factorisation RATINGS [RANK [ROUNDS]], RATINGS being lines 'user item rating'";
    private static final double PENALTY = 0.01;

    private Factorisation() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 1, 3, USAGE)) {
            return;
        }
        int rank = Usage.number(arguments, 1, 5, USAGE);
        int rounds = Usage.number(arguments, 2, 10, USAGE);
        try (LisleContext context =
                LisleContext.builder().appName("Factorisation").getOrCreate()) {
            Model model = factorise(context, arguments[0], rank, rounds);
            System.out.println("root mean square error: " + model.error());
        }
    }

    /** @param error root of the mean squared difference from the ratings */
    record Model(Map<String, double[]> users, Map<String, double[]> items, double error) {}

    record Rating(String other, double value) {}

    static Model factorise(LisleContext context, String path, int rank, int rounds) {
        PairRdd<String, Rating> byUser = context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length == 3)
                .mapToPair(words -> Pair.of(words[0], new Rating(words[1], Double.parseDouble(words[2]))))
                .cache();
        PairRdd<String, Iterable<Rating>> users = byUser.groupByKey().cache();
        PairRdd<String, Iterable<Rating>> items = byUser.mapToPair(rating -> Pair.of(
                        rating.value().other(),
                        new Rating(rating.key(), rating.value().value())))
                .groupByKey()
                .cache();
        Random random = new Random(17);
        Map<String, double[]> itemVectors = new HashMap<>();
        for (String item : items.keys().sortBy(name -> name, true, 1).collect()) {
            itemVectors.put(item, random.doubles(rank).toArray());
        }
        Map<String, double[]> userVectors = Map.of();
        for (int round = 0; round < rounds; round++) {
            userVectors = solveAll(context, users, itemVectors, rank);
            itemVectors = solveAll(context, items, userVectors, rank);
        }
        return new Model(userVectors, itemVectors, error(context, byUser, userVectors, itemVectors));
    }

    private static Map<String, double[]> solveAll(
            LisleContext context, PairRdd<String, Iterable<Rating>> sides, Map<String, double[]> fixed, int rank) {
        Broadcast<HashMap<String, double[]>> others = context.broadcast(new HashMap<>(fixed));
        Map<String, double[]> solved = new HashMap<>(
                sides.mapValues(ratings -> solve(ratings, others.value(), rank)).collectAsMap());
        others.destroy();
        return solved;
    }

    private static double error(
            LisleContext context,
            PairRdd<String, Rating> ratings,
            Map<String, double[]> users,
            Map<String, double[]> items) {
        Broadcast<HashMap<String, double[]>> left = context.broadcast(new HashMap<>(users));
        Broadcast<HashMap<String, double[]>> right = context.broadcast(new HashMap<>(items));
        return Math.sqrt(ratings.mapToDouble(rating -> {
                    double[] user = vectorOf(left.value(), rating.key());
                    double[] item = vectorOf(right.value(), rating.value().other());
                    double difference = dot(user, item) - rating.value().value();
                    return difference * difference;
                })
                .mean());
    }

    private static double[] vectorOf(Map<String, double[]> vectors, String name) {
        return Objects.requireNonNull(vectors.get(name), name);
    }

    /** The vector x with the least sum of (x y - rating)^2 plus a penalty: Gauss's elimination on the normal equations. */
    private static double[] solve(Iterable<Rating> ratings, Map<String, double[]> others, int rank) {
        double[][] system = new double[rank][rank + 1];
        for (int row = 0; row < rank; row++) {
            system[row][row] = PENALTY;
        }
        for (Rating rating : ratings) {
            double[] other = vectorOf(others, rating.other());
            for (int row = 0; row < rank; row++) {
                for (int column = 0; column < rank; column++) {
                    system[row][column] += other[row] * other[column];
                }
                system[row][rank] += other[row] * rating.value();
            }
        }
        for (int pivot = 0; pivot < rank; pivot++) {
            for (int row = 0; row < rank; row++) {
                double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; column <= rank; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        double[] solution = new double[rank];
        for (int row = 0; row < rank; row++) {
            solution[row] = system[row][rank] / system[row][row];
        }
        return solution;
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
