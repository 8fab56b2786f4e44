package org.lisle.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;

/** Visits of a web site, over lines {@code user seconds page}: a user's requests less than half an hour apart are one visit. */
public final class Sessions {
    static final String USAGE = "usage: Sessions LOG OUT, LOG being lines 'user seconds page'";
    private static final long GAP_SECONDS = 30 * 60;

    private Sessions() {}

    public static void main(String[] arguments) {
        if (!Usage.check(arguments, 2, 2, USAGE)) {
            return;
        }
        try (LisleContext context = LisleContext.builder().appName("Sessions").getOrCreate()) {
            sessions(context, arguments[0]).saveAsTextFile(arguments[1]);
        }
    }

    /** @param seconds from the first to the last request */
    record Session(String user, long start, long seconds, int requests) {}

    static Rdd<Session> sessions(LisleContext context, String path) {
        return context.textFile(path)
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length == 3)
                .mapToPair(words -> Pair.of(words[0], Long.parseLong(words[1])))
                .groupByKey()
                .flatMap(user -> cut(user.key(), user.value()));
    }

    private static Iterator<Session> cut(String user, Iterable<Long> times) {
        TreeMap<Long, Integer> sorted = new TreeMap<>();
        times.forEach(time -> sorted.merge(time, 1, Integer::sum));
        List<Session> sessions = new ArrayList<>();
        long start = sorted.firstKey();
        long last = start;
        int requests = 0;
        for (var time : sorted.entrySet()) {
            if (time.getKey() - last >= GAP_SECONDS) {
                sessions.add(new Session(user, start, last - start, requests));
                start = time.getKey();
                requests = 0;
            }
            last = time.getKey();
            requests += time.getValue();
        }
        sessions.add(new Session(user, start, last - start, requests));
        return sessions.iterator();
    }
}
