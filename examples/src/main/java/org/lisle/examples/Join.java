package org.lisle.examples;

import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.PairRdd;

/** Joins two files of lines {@code key<TAB>value} on their keys, and writes {@code key<TAB>left<TAB>right}. */
public final class Join {
    static final String USAGE = "usage: Join LEFT RIGHT OUT, LEFT and RIGHT being lines 'key<TAB>value'";

    private Join() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 3, 3, USAGE)) {
            return;
        }
        try (LisleContext context = LisleContext.builder().appName("Join").getOrCreate()) {
            join(context, arguments[0], arguments[1])
                    .map(row -> row.key() + "\t" + row.value().key() + "\t"
                            + row.value().value())
                    .saveAsTextFile(arguments[2]);
        }
    }

    static PairRdd<String, Pair<String, String>> join(LisleContext context, String left, String right) {
        return table(context, left).join(table(context, right));
    }

    private static PairRdd<String, String> table(LisleContext context, String path) {
        return context.textFile(path).filter(line -> line.indexOf('\t') >= 0).mapToPair(line -> {
            int tab = line.indexOf('\t');
            return Pair.of(line.substring(0, tab), line.substring(tab + 1));
        });
    }
}
