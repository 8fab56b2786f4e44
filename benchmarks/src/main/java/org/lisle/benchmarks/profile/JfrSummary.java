package org.lisle.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * {@code JfrSummary RECORDING [LINES]}: where the time of an executor's slots went, by the samples of a recording, as three tables: by
 * package of the engine (the innermost frame of the engine's own decides, so that what it calls of the JDK is its), by class of the engine
 * in the same way, and by method where it was at that moment.
 */
public final class JfrSummary {
    private static final String ENGINE = "org.lisle.";

    private final Map<String, Integer> packages = new TreeMap<>();
    private final Map<String, Integer> classes = new TreeMap<>();
    private final Map<String, Integer> methods = new TreeMap<>();
    private int samples;

    private JfrSummary() {}

    public static void main(String[] arguments) throws IOException {
        var summary = new JfrSummary();
        try (var recording = new RecordingFile(Path.of(arguments[0]))) {
            while (recording.hasMoreEvents()) {
                summary.add(recording.readEvent());
            }
        }
        int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 12;
        System.out.println(summary.samples + " samples of executors' slots");
        print("by package of the engine", summary.packages, summary.samples, lines);
        print("by class of the engine", summary.classes, summary.samples, lines);
        print("by method, self time", summary.methods, summary.samples, lines);
    }

    private void add(RecordedEvent event) {
        if (!event.getEventType().getName().equals("jdk.ExecutionSample")
                || event.getStackTrace() == null
                || !String.valueOf(event.getThread("sampledThread").getJavaName())
                        .contains(" slot ")) {
            return;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        samples++;
        methods.merge(nameOf(frames.get(0).getMethod()), 1, Integer::sum);
        String engines = frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(name -> name.startsWith(ENGINE))
                .findFirst()
                .orElse("other.other");
        String outer = engines.replaceFirst("[$/+].*", "");
        classes.merge(outer.substring(outer.lastIndexOf('.') + 1), 1, Integer::sum);
        packages.merge(outer.substring(0, outer.lastIndexOf('.')).replace(ENGINE, ""), 1, Integer::sum);
    }

    private static String nameOf(RecordedMethod method) {
        String type = method.getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    private static void print(String title, Map<String, Integer> counts, int samples, int lines) {
        System.out.println();
        System.out.println(title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(lines)
                .forEach(entry -> System.out.println(String.format(
                        Locale.ROOT, "%6.1f %%  %s", 100.0 * entry.getValue() / samples, entry.getKey())));
    }
}
