package org.lisle.examples;

import java.util.Iterator;
import java.util.StringTokenizer;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/** Counts the words of text files: words split at white space as {@link StringTokenizer} does, written as {@code word<TAB>count}. */
public final class WordCount {
    static final String USAGE =
            "usage: WordCount IN OUT, IN being files, directories or globs and OUT a directory that is not there yet";

    private WordCount() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 2, USAGE)) {
            return;
        }
        try (LisleContext context = LisleContext.builder().appName("WordCount").getOrCreate()) {
            count(context, arguments[0])
                    .map(wordAndCount -> wordAndCount.key() + "\t" + wordAndCount.value())
                    .saveAsTextFile(arguments[1]);
        }
    }

    /** Words and how often each stands in the files. */
    public static PairRdd<String, Long> count(LisleContext context, String paths) {
        return context.textFile(paths)
                .flatMap(WordCount::words)
                .mapToPair(word -> Pair.of(word, 1L))
                .reduceByKey(Long::sum);
    }

    private static Iterator<String> words(String line) {
        StringTokenizer tokens = new StringTokenizer(line);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return tokens.hasMoreTokens();
            }

            @Override
            public String next() {
                return tokens.nextToken();
            }
        };
    }
}
