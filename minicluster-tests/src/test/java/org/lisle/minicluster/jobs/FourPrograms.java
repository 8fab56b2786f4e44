package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/**
 * Programs of four kinds that leave marks {@code task-PARTITION-ATTEMPT} and one for each process that runs main. Arguments: which one, the
 * directory for its outputs, the local folder for the marks.
 */
public enum FourPrograms {
    WORD_COUNT("counts") {
        @Override
        void run(LisleContext context, Marks marks, String out) {
            counts(context, marks).map(FourPrograms::line).saveAsTextFile(out + "/counts");
        }
    },

    THREE_SHUFFLES("sorted") {
        @Override
        void run(LisleContext context, Marks marks, String out) {
            counts(context, marks)
                    .mapToPair(count -> Pair.of(count.value(), count.key().length()))
                    .reduceByKey(Integer::sum)
                    .mapToPair(sum -> Pair.of(-sum.key(), sum.value()))
                    .sortByKey()
                    .map(FourPrograms::line)
                    .saveAsTextFile(out + "/sorted");
        }
    },

    PAGE_RANK("ranks") {
        @Override
        void run(LisleContext context, Marks marks, String out) {
            List<Pair<Integer, Integer>> edges = IntStream.range(0, 60)
                    .mapToObj(edge -> Pair.of(edge % 7, (edge * edge + 3) % 7))
                    .toList();
            PairRdd<Integer, Iterable<Integer>> links = context.parallelizePairs(edges, PARTITIONS)
                    .distinct()
                    .mapToPair(edge -> {
                        marks.attempt("task", "none", -1);
                        return edge;
                    })
                    .groupByKey()
                    .cache();
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
            long pages = links.count();
            ranks.map(rank -> rank.key() + "\t" + String.format("%.6f of %d", rank.value(), pages))
                    .saveAsTextFile(out + "/ranks");
        }
    },

    TWO_OUTPUTS("words", "counts") {
        @Override
        void run(LisleContext context, Marks marks, String out) {
            PairRdd<String, Long> counts = counts(context, marks);
            counts.keys().saveAsTextFile(out + "/words");
            counts.map(FourPrograms::line).saveAsTextFile(out + "/counts");
        }
    };

    private static final int PARTITIONS = 4;

    private final List<String> outputs;

    FourPrograms(String... outputs) {
        this.outputs = List.of(outputs);
    }

    abstract void run(LisleContext context, Marks marks, String out);

    public List<String> outputs() {
        return outputs;
    }

    public static void main(String[] arguments) {
        Marks marks = new Marks(arguments[2]);
        marks.driver();
        try (LisleContext context = LisleContext.builder().appName(arguments[0]).getOrCreate()) {
            valueOf(arguments[0]).run(context, marks, arguments[1]);
        }
    }

    /** The lines of each output, sorted, when nothing fails: run in this JVM. */
    public Map<String, List<String>> calm(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (LisleContext context =
                LisleContext.builder().appName(name()).master("local[2]").getOrCreate()) {
            run(
                    context,
                    new Marks(folder.toString()),
                    folder.resolve("out").toUri().toString());
        }
        Map<String, List<String>> lines = new TreeMap<>();
        for (String output : outputs) {
            lines.put(output, sortedLines(folder.resolve("out").resolve(output)));
        }
        return lines;
    }

    private static List<String> sortedLines(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path part : files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList()) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static PairRdd<String, Long> counts(LisleContext context, Marks marks) {
        List<String> lines = List.of("to be or not to be", "that is the question", "to sleep", "perchance to dream");
        return context.parallelize(lines, PARTITIONS)
                .flatMap(line -> {
                    marks.attempt("task", "none", -1);
                    return List.of(line.split(" ")).iterator();
                })
                .mapToPair(word -> Pair.of(word, 1L))
                .reduceByKey(Long::sum, PARTITIONS);
    }

    private static String line(Pair<?, ?> pair) {
        return pair.key() + "\t" + pair.value();
    }
}
