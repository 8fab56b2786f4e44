package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random programs give what the same steps on a plain list give. */
class RandomProgramsTest extends OnReference {
    private static final int STEPS = 8;
    private static final Comparator<Pair<Integer, Integer>> ORDER =
            Comparator.<Pair<Integer, Integer>>comparingInt(Pair::key).thenComparingInt(Pair::value);

    static List<Integer> seeds() {
        return numbers(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesWhatPlainListsGive(int seed) {
        Random random = new Random(seed);
        List<Pair<Integer, Integer>> expected = new ArrayList<>();
        for (int record = random.nextInt(30); record > 0; record--) {
            expected.add(Pair.of(random.nextInt(6), random.nextInt(4)));
        }
        PairRdd<Integer, Integer> rdd = context.parallelizePairs(expected, 1 + random.nextInt(5));
        List<String> program = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Step next = Step.values()[random.nextInt(Step.values().length)];
            program.add(next.name());
            int partitions = 1 + random.nextInt(6);
            rdd = next.apply(rdd, partitions);
            expected = next.apply(expected);
        }
        assertThat(sorted(rdd.collect()))
                .as("seed %s, program %s", seed, program)
                .isEqualTo(sorted(expected));
        assertThat(rdd.count()).as("seed %s, program %s", seed, program).isEqualTo(expected.size());
    }

    private static List<Pair<Integer, Integer>> sorted(List<Pair<Integer, Integer>> pairs) {
        return pairs.stream().sorted(ORDER).toList();
    }

    private enum Step {
        ADD {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.mapValues(value -> value + 1);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return list.stream().map(p -> Pair.of(p.key(), p.value() + 1)).toList();
            }
        },
        SWAP {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.mapToPair(p -> Pair.of(p.value() % 7, p.key()));
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return list.stream().map(p -> Pair.of(p.value() % 7, p.key())).toList();
            }
        },
        ODD {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.filter(p -> (p.key() + p.value()) % 3 != 0);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return list.stream().filter(p -> (p.key() + p.value()) % 3 != 0).toList();
            }
        },
        SUM {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.reduceByKey(Integer::sum, partitions);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                Map<Integer, Integer> sums = new TreeMap<>();
                list.forEach(p -> sums.merge(p.key(), p.value(), Integer::sum));
                return sums.entrySet().stream()
                        .map(sum -> Pair.of(sum.getKey(), sum.getValue()))
                        .toList();
            }
        },
        GROUP {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.groupByKey().mapValues(values -> list(values).size());
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                Map<Integer, Long> counts =
                        list.stream().collect(Collectors.groupingBy(Pair::key, Collectors.counting()));
                return counts.entrySet().stream()
                        .map(count -> Pair.of(count.getKey(), count.getValue().intValue()))
                        .toList();
            }
        },
        DISTINCT {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.distinct();
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return List.copyOf(new LinkedHashSet<>(list));
            }
        },
        TWICE {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.union(rdd);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                List<Pair<Integer, Integer>> twice = new ArrayList<>(list);
                twice.addAll(list);
                return twice;
            }
        },
        SPREAD {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.repartition(partitions);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return list;
            }
        },
        PLACE_AND_KEEP {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.partitionBy(new HashPartitioner(partitions)).cache();
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return list;
            }
        },
        SORT_AND_GATHER {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.sortByKey(true, partitions).coalesce(2);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                return list;
            }
        },
        JOIN_SUMS {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.join(rdd.reduceByKey(Integer::sum)).mapValues(p -> p.key() * 2 + p.value() % 5);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                Map<Integer, Integer> sums = new TreeMap<>();
                list.forEach(p -> sums.merge(p.key(), p.value(), Integer::sum));
                return list.stream()
                        .map(p -> Pair.of(p.key(), p.value() * 2 + sums.getOrDefault(p.key(), 0) % 5))
                        .toList();
            }
        },
        WITHOUT_LARGE {
            @Override
            PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions) {
                return rdd.subtractByKey(rdd.filter(p -> p.value() > 3), partitions);
            }

            @Override
            List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list) {
                Set<Integer> large = new HashSet<>();
                list.stream().filter(p -> p.value() > 3).forEach(p -> large.add(p.key()));
                return list.stream().filter(p -> !large.contains(p.key())).toList();
            }
        };

        abstract PairRdd<Integer, Integer> apply(PairRdd<Integer, Integer> rdd, int partitions);

        abstract List<Pair<Integer, Integer>> apply(List<Pair<Integer, Integer>> list);
    }
}
