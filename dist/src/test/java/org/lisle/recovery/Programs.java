package org.lisle.recovery;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.BarrierTaskContext;
import org.lisle.api.Broadcast;
import org.lisle.api.LisleContext;
import org.lisle.api.LongAccumulator;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;
import org.lisle.api.TaskContext;
import org.lisle.api.resource.ExecutorResourceRequests;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.api.resource.ResourceProfileBuilder;
import org.lisle.api.resource.TaskResourceRequests;
import org.lisle.core.error.LisleException;
import org.lisle.core.journal.ShufflesDropped;

/**
 * Programs whose main says all that it computed: what it printed, its accumulators, and the files it wrote. In the last four something goes
 * wrong or is given up on the way.
 */
enum Programs {
    WORD_COUNT {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            counts(context).map(pair -> pair.key() + " " + pair.value()).saveAsTextFile(out.toString());
            return "done";
        }
    },

    /** One of its stages runs on executors of a resource profile. */
    TWO_KINDS {
        @Override
        void startExecutors(Rig rig) {
            super.startExecutors(rig);
            rig.startExecutor(OWN);
        }

        @Override
        String main(LisleContext context, Path out, Rig rig) {
            PairRdd<String, Long> counts = counts(context);
            counts.withResources(OWN);
            PairRdd<Long, Integer> byCount = counts.mapToPair(pair -> Pair.of(
                    pair.value(), Objects.requireNonNull(TaskContext.get()).cpus()));
            List<Pair<Long, Integer>> sums =
                    byCount.reduceByKey(Integer::sum).sortByKey().collect();
            return sums + " " + counts.count();
        }
    },

    THREE_SHUFFLES {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            LongAccumulator seen = context.longAccumulator("words seen");
            Broadcast<String> mark = context.broadcast("<>");
            PairRdd<Long, Integer> byCount = counts(context).mapToPair(pair -> {
                seen.add(1);
                return Pair.of(pair.value(), pair.key().length());
            });
            List<Pair<Long, Integer>> sorted = byCount.reduceByKey(Integer::sum)
                    .mapToPair(pair -> Pair.of(-pair.key(), pair.value()))
                    .sortByKey()
                    .collect();
            long words = byCount.count();
            return sorted + mark.value() + words + " seen " + (seen.value() > 0);
        }
    },

    PAGE_RANK {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            List<Pair<Integer, Integer>> edges = IntStream.range(0, 60)
                    .mapToObj(edge -> Pair.of(edge % 7, (edge * edge + 3) % 7))
                    .toList();
            PairRdd<Integer, Iterable<Integer>> links =
                    context.parallelizePairs(edges, 2).distinct().groupByKey().cache();
            PairRdd<Integer, Double> ranks = links.mapValues(targets -> 1.0);
            for (int iteration = 0; iteration < 3; iteration++) {
                ranks = links.join(ranks)
                        .values()
                        .flatMapToPair(pair -> {
                            List<Integer> targets = new ArrayList<>();
                            pair.key().forEach(targets::add);
                            return targets.stream()
                                    .map(target -> Pair.of(target, pair.value() / targets.size()))
                                    .iterator();
                        })
                        .reduceByKey(Double::sum)
                        .mapValues(sum -> 0.15 + 0.85 * sum);
            }
            TreeMap<Integer, String> rounded = new TreeMap<>();
            ranks.collect().forEach(rank -> rounded.put(rank.key(), String.format("%.6f", rank.value())));
            return rounded.toString() + links.count();
        }
    },

    TWO_OUTPUTS {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            PairRdd<String, Long> counts = counts(context);
            LongAccumulator written = context.longAccumulator("lines written");
            counts.map(pair -> {
                        written.add(1);
                        return pair.key();
                    })
                    .saveAsTextFile(out.resolve("words").toString());
            long between = written.value();
            counts.map(pair -> pair.key() + " " + pair.value())
                    .saveAsTextFile(out.resolve("counts").toString());
            return "wrote " + between;
        }
    },

    SKEWED_JOIN {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            LongAccumulator joined = context.longAccumulator("joined");
            List<Pair<Integer, Integer>> visits = IntStream.range(0, 600)
                    .mapToObj(visit -> Pair.of(visit % 5 == 0 ? visit % 40 : 7, visit))
                    .toList();
            List<Pair<Integer, String>> names = IntStream.range(0, 20)
                    .mapToObj(site -> Pair.of(site, "site " + site % 4))
                    .toList();
            List<Pair<String, Integer>> sums = context.parallelizePairs(visits, 4)
                    .join(context.parallelizePairs(names, 2), 3)
                    .mapToPair(pair -> {
                        joined.add(1);
                        return Pair.of(pair.value().value(), pair.value().key());
                    })
                    .reduceByKey(Integer::sum)
                    .sortByKey()
                    .collect();
            return sums + " " + joined.value();
        }
    },

    SKEWED_RESULTS {
        @Override
        String main(LisleContext context, Path out, Rig rig) throws IOException {
            LongAccumulator joined = context.longAccumulator("joined");
            List<Pair<Integer, Integer>> visits = IntStream.range(0, 600)
                    .mapToObj(visit -> Pair.of(visit % 5 == 0 ? visit % 40 : 7, visit))
                    .toList();
            List<Pair<Integer, String>> names = IntStream.range(0, 20)
                    .mapToObj(site -> Pair.of(site, "site " + site % 4))
                    .toList();
            Rdd<String> lines = context.parallelizePairs(visits, 4)
                    .join(context.parallelizePairs(names, 2), 3)
                    .map(pair -> {
                        joined.add(1);
                        return pair.value().value() + " " + pair.value().key();
                    });
            long count = lines.count();
            // a driver that has not decided yet leaves it to the next one, which has a file for each partition
            Path files = out.resolveSibling("skewed");
            lines.saveAsTextFile(files.toString());
            Object[] saved = files(files)
                    .lines()
                    .filter(line -> line.startsWith("part-"))
                    .flatMap(line -> Stream.of(
                            line.replaceFirst("part-\\d+ .(.*).", "$1").split(", ")))
                    .sorted()
                    .toArray();
            return count + " " + saved.length + " " + Arrays.hashCode(saved) + " " + joined.value();
        }
    },

    BARRIER {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            LongAccumulator seen = context.longAccumulator("seen together");
            Rdd<Pair<String, Long>> together = counts(context).barrier().mapPartitionsWithIndex((partition, pairs) -> {
                BarrierTaskContext task = Objects.requireNonNull(BarrierTaskContext.get());
                String all = String.join("", task.allGather(Integer.toString(partition)));
                List<Pair<String, Long>> mine = new ArrayList<>();
                pairs.forEachRemaining(pair -> {
                    seen.add(1);
                    mine.add(Pair.of(pair.key() + all, pair.value()));
                });
                task.barrier();
                return mine.iterator();
            });
            PairRdd<String, Long> lengths = together.mapToPair(
                            pair -> Pair.of("length " + pair.key().length(), pair.value()))
                    .reduceByKey(Long::sum, 2);
            List<String> sums = sorted(lengths);
            List<String> words =
                    together.map(Pair::key).collect().stream().sorted().toList();
            together.map(pair -> pair.key() + " " + pair.value()).saveAsTextFile(out.toString());
            // a shuffle that was dropped meanwhile would take with it what its tasks counted
            return sums + " " + words + " " + seen.value() + " in " + lengths.getNumPartitions();
        }
    },

    EXECUTOR_GOES {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            PairRdd<String, Long> counts = counts(context);
            long words = counts.count();
            rig.replaceExecutors();
            return words + " " + sorted(counts);
        }
    },

    OUTPUT_IS_LOST {
        @Override
        String main(LisleContext context, Path out, Rig rig) throws Exception {
            PairRdd<String, Long> counts = counts(context);
            long words = counts.count();
            rig.loseFirstOutputs();
            return words + " " + sorted(counts);
        }
    },

    SHUFFLE_IS_DROPPED {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            long words = counts(context).count();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        System.gc();
                        return rig.hasWritten(ShufflesDropped.class);
                    });
            long letters = context.parallelize(List.of("a", "b", "a", "c"), 2)
                    .distinct()
                    .count();
            return words + " " + letters;
        }
    },

    OUTPUT_IS_GIVEN_UP {
        @Override
        String main(LisleContext context, Path out, Rig rig) {
            PairRdd<String, Long> counts = counts(context);
            String refused = "nothing";
            try {
                counts.map(pair -> {
                            if (pair.key().equals("question")) {
                                throw new IllegalArgumentException("no questions");
                            }
                            return pair.key();
                        })
                        .saveAsTextFile(out.resolve("words").toString());
            } catch (LisleException e) {
                refused = e.code().name();
            }
            counts.map(pair -> pair.key() + " " + pair.value())
                    .saveAsTextFile(out.resolve("counts").toString());
            return refused;
        }
    };

    private static final ResourceProfile OWN = new ResourceProfileBuilder()
            .require(new ExecutorResourceRequests().memory("4g"))
            .require(new TaskResourceRequests().cpus(2))
            .build();

    abstract String main(LisleContext context, Path out, Rig rig) throws Exception;

    private static PairRdd<String, Long> counts(LisleContext context) {
        List<String> lines = List.of("to be or not to be", "that is the question", "to sleep", "perchance to dream");
        return context.parallelize(lines, 3)
                .flatMap(line -> List.of(line.split(" ")).iterator())
                .mapToPair(word -> Pair.of(word, 1L))
                .reduceByKey(Long::sum, 2);
    }

    private static List<String> sorted(PairRdd<String, Long> counts) {
        return counts.collect().stream()
                .map(pair -> pair.key() + " " + pair.value())
                .sorted()
                .toList();
    }

    /** The program as the rig runs it: what main says, and all files below the folder with their content. */
    /** Of each kind that it needs, one. */
    void startExecutors(Rig rig) {
        rig.startExecutor();
    }

    Rig.Main in(Path folder, Rig rig) {
        return context -> {
            String said = main(context, folder.resolve("out"), rig);
            return said + "\n" + files(folder.resolve("out"));
        };
    }

    static String files(Path out) throws IOException {
        if (!Files.exists(out)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        try (Stream<Path> found = Files.walk(out)) {
            for (Path file : found.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".crc"))
                    .sorted()
                    .toList()) {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.sort(null);
                text.append(out.relativize(file)).append(' ').append(lines).append('\n');
            }
        }
        return text.toString();
    }
}
