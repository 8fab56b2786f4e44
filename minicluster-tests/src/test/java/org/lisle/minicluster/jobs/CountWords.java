package org.lisle.minicluster.jobs;

import java.util.Arrays;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;

/** Counts words between single spaces, written as {@code word<TAB>count}. Arguments: IN OUT. */
public final class CountWords {
    private CountWords() {}

    public static void main(String[] arguments) {
        try (LisleContext context = LisleContext.builder().appName("CountWords").getOrCreate()) {
            context.textFile(arguments[0])
                    .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                    .mapToPair(word -> Pair.of(word, 1L))
                    .reduceByKey(Long::sum)
                    .map(count -> count.key() + "\t" + count.value())
                    .saveAsTextFile(arguments[1]);
        }
    }
}
