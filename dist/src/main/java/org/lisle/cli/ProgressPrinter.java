package org.lisle.cli;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lisle.yarn.client.Progress;
import org.lisle.yarn.client.Progress.StageProgress;

/** Shows what a running application does: one line for each running stage, redrawn on a terminal, written once in a while without one. */
abstract class ProgressPrinter {
    static ProgressPrinter of(Console console) {
        return console.isTerminal() ? new OnTerminal(console.err()) : new Plain(console.err());
    }

    abstract void show(Progress progress);

    /** Leaves the last line as it is and goes on below. */
    abstract void end();

    /** Such as {@code stage 1 reduceByKey at WordCount.java:31: 12/40 tasks, 2 running, 3.4 tasks/s, 8 s left}. */
    static String line(StageProgress stage, long nowMillis) {
        StringBuilder line = new StringBuilder();
        line.append("stage ")
                .append(stage.id())
                .append(' ')
                .append(stage.name())
                .append(": ");
        line.append(stage.done()).append('/').append(stage.total()).append(" tasks, ");
        line.append(stage.running()).append(" running");
        if (stage.failed() > 0) {
            line.append(", ").append(stage.failed()).append(" failed attempts");
        }
        double seconds = (nowMillis - stage.startedMillis()) / 1000.0;
        if (stage.done() > 0 && seconds > 0.5) {
            double rate = stage.done() / seconds;
            line.append(String.format(Locale.ROOT, ", %.1f tasks/s", rate));
            line.append(String.format(Locale.ROOT, ", %.0f s left", (stage.total() - stage.done()) / rate));
        }
        return line.toString();
    }

    private static String state(Progress progress) {
        if (!progress.message().isEmpty()) {
            return progress.state() + ": " + progress.message();
        }
        return progress.state()
                + (progress.executorsWanted() > 0
                        ? " with " + progress.executors() + " of " + progress.executorsWanted() + " executors"
                        : "");
    }

    private static final class OnTerminal extends ProgressPrinter {
        private final PrintStream out;
        private int linesShown;

        OnTerminal(PrintStream out) {
            this.out = out;
        }

        @Override
        void show(Progress progress) {
            StringBuilder screen = new StringBuilder();
            for (int line = 0; line < linesShown; line++) {
                screen.append("\u001b[1A\u001b[2K");
            }
            List<StageProgress> stages = progress.stages();
            boolean waits = stages.isEmpty() || !progress.message().isEmpty();
            if (waits) {
                screen.append(state(progress)).append('\n');
            }
            for (StageProgress stage : stages) {
                screen.append(line(stage, System.currentTimeMillis())).append('\n');
            }
            linesShown = stages.size() + (waits ? 1 : 0);
            out.print(screen);
            out.flush();
        }

        @Override
        void end() {
            linesShown = 0;
        }
    }

    /** Writes a line when a state changes, when a stage appears or ends, and every 10 seconds between. */
    private static final class Plain extends ProgressPrinter {
        private static final long INTERVAL_MILLIS = 10_000;

        private final PrintStream out;
        private final Map<Integer, Long> lastLineMillis = new HashMap<>();
        private String lastState = "";
        private long lastStateMillis;

        Plain(PrintStream out) {
            this.out = out;
        }

        @Override
        void show(Progress progress) {
            String state = state(progress);
            long now = System.currentTimeMillis();
            // a line that only counts on is no news
            boolean news = progress.message().isEmpty()
                    ? !state.equals(lastState)
                    : !withoutNumbers(state).equals(withoutNumbers(lastState));
            if (news || (!state.equals(lastState) && now - lastStateMillis >= INTERVAL_MILLIS)) {
                out.println(progress.applicationId() + " is " + state);
                lastState = state;
                lastStateMillis = now;
            }
            for (StageProgress stage : progress.stages()) {
                Long last = lastLineMillis.get(stage.id());
                if (last == null || now - last >= INTERVAL_MILLIS) {
                    out.println(line(stage, now));
                    lastLineMillis.put(stage.id(), now);
                }
            }
        }

        private static String withoutNumbers(String text) {
            return text.replaceAll("\\d+", "");
        }

        @Override
        void end() {
            out.flush();
        }
    }
}
