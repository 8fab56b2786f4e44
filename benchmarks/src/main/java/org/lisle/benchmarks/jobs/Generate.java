package org.lisle.benchmarks.jobs;

import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lisle.api.LisleContext;

/**
 * Makes input in parallel; the same arguments give the same bytes. {@code KIND OUT MEGABYTES FILES}, the kinds being {@code text} (words
 * with frequencies after Zipf's law), {@code records} (lines of 99 characters, the first 10 a random key) and {@code csv}.
 */
final class Generate {
    private static final int VOCABULARY = 100_000;

    private Generate() {}

    static String run(LisleContext context, String[] arguments) {
        String kind = arguments[0];
        long bytes = Long.parseLong(arguments[2]) * 1_000_000;
        int files = Integer.parseInt(arguments[3]);
        context.parallelize(IntStream.range(0, files).boxed().toList(), files)
                .flatMap(file -> lines(kind, bytes / files, file))
                .saveAsTextFile(arguments[1]);
        return kind;
    }

    private static Iterator<String> lines(String kind, long bytes, int file) {
        SplittableRandom random = new SplittableRandom(31L * file + kind.hashCode());
        Function<SplittableRandom, String> line =
                switch (kind) {
                    case "text" -> text();
                    case "records" -> Generate::record;
                    case "csv" -> csv((long) file << 32);
                    default -> throw new IllegalArgumentException("there is no kind \"" + kind + "\"");
                };
        long[] left = {bytes};
        return Stream.generate(() -> line.apply(random))
                .takeWhile(text -> {
                    left[0] -= text.length() + 1;
                    return left[0] >= 0;
                })
                .iterator();
    }

    private static Function<SplittableRandom, String> text() {
        String[] words = new String[VOCABULARY];
        SplittableRandom letters = new SplittableRandom(42);
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder(Integer.toString(i, 26));
            for (int length = letters.nextInt(8); length > 0; length--) {
                word.append((char) ('a' + letters.nextInt(26)));
            }
            words[i] = word.toString();
        }
        return random -> {
            StringBuilder line = new StringBuilder();
            for (int count = 5 + random.nextInt(11); count > 0; count--) {
                line.append(words[rank(random)]).append(count == 1 ? "" : " ");
            }
            return line.toString();
        };
    }

    /** Log-uniform, which is Zipf's law with exponent 1; every sixteenth word is any word. */
    private static int rank(SplittableRandom random) {
        if (random.nextInt(16) == 0) {
            return random.nextInt(VOCABULARY);
        }
        return (int) Math.min(VOCABULARY - 1.0, Math.exp(random.nextDouble() * Math.log(VOCABULARY)) - 1);
    }

    private static String record(SplittableRandom random) {
        StringBuilder line = new StringBuilder(99);
        for (int i = 0; i < 10; i++) {
            line.append((char) (' ' + 1 + random.nextInt(94)));
        }
        line.append(' ').append(String.format("%016x", random.nextLong()));
        while (line.length() < 99) {
            line.append((char) ('A' + random.nextInt(16)));
        }
        return line.toString();
    }

    private static Function<SplittableRandom, String> csv(long firstId) {
        long[] id = {firstId};
        return random -> id[0]++ + ",country-" + random.nextInt(200) + ",category-" + random.nextInt(50) + ","
                + random.nextInt(100) + "." + (10 + random.nextInt(90)) + "," + (1 + random.nextInt(9)) + ",note "
                + Integer.toString(random.nextInt(1 << 24), 36);
    }
}
