package org.lisle.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.lisle.yarn.client.Progress;
import org.lisle.yarn.client.Progress.StageProgress;

/**
 * Shows what a running application does: one line for each running stage, redrawn on a terminal, written once in a while without one; and each
 * notice once.
 */
abstract class ProgressPrinter {
    private final Set<Progress.Notice> shown = new HashSet<>();

    static ProgressPrinter of(Console console) {
        return console.isTerminal()
                ? new OnTerminal(console.err(), Console.columns(), System::currentTimeMillis)
                : new Plain(console.err(), System::currentTimeMillis);
    }

    abstract void show(Progress progress);

    /** The application has ended: what follows is not about progress. */
    abstract void end();

    /** The notices that were not shown before, as whole lines. Those that the application has dropped since are forgotten. */
    final String news(Progress progress) {
        if (!progress.stagesKnown()) {
            return "";
        }
        shown.retainAll(progress.notices());
        StringBuilder lines = new StringBuilder();
        for (Progress.Notice notice : progress.notices()) {
            if (shown.add(notice)) {
                lines.append("notice: ").append(notice.text().strip()).append('\n');
            }
        }
        return lines.toString();
    }

    /** A stream to the same terminal, for whoever writes while progress is shown. */
    PrintStream above(PrintStream stream) {
        return stream;
    }

    /** Such as {@code stage 1 reduceByKey at WordCount.java:31: 12/40 tasks, 2 running, 3.4 tasks/s, 8 s left}. */
    static String line(StageProgress stage, long nowMillis) {
        return "stage " + stage.id() + " " + stage.name() + figures(stage, nowMillis);
    }

    /** As {@link #line(StageProgress, long)}, of so many characters at most: the name is cut first. */
    static String line(StageProgress stage, long nowMillis, int most) {
        String line = line(stage, nowMillis);
        int excess = line.length() - most;
        if (excess > 0) {
            String name = stage.name();
            int kept = Math.max(0, name.length() - excess - 3);
            line = "stage " + stage.id() + " " + name.substring(0, kept) + "..." + figures(stage, nowMillis);
        }
        return cut(line, most);
    }

    private static String figures(StageProgress stage, long nowMillis) {
        StringBuilder line = new StringBuilder(": ");
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

    private static String cut(String line, int most) {
        String one = line.replaceAll("\\s+", " ");
        return one.length() <= most ? one : one.substring(0, Math.max(0, most));
    }

    /** Empty for an application that tells none: one in this process. */
    private static String state(Progress progress) {
        if (!progress.message().isEmpty()) {
            return progress.state() + ": " + progress.message();
        }
        return progress.state()
                + (progress.executorsWanted() > 0
                        ? " with " + progress.executors() + " of " + progress.executorsWanted() + " executors"
                        : "");
    }

    /** Draws below all that was written, and erases what it drew before it or others write. Thread-safe. */
    static final class OnTerminal extends ProgressPrinter {
        private static final Charset TERMINAL = Charset.forName(
                System.getProperty("native.encoding", Charset.defaultCharset().name()));

        private final PrintStream out;
        private final int most;
        private final LongSupplier clock;
        private int linesShown;
        private boolean atLineStart = true;

        /** @param columns of the terminal; a line that filled them all would take another one */
        OnTerminal(PrintStream out, int columns, LongSupplier clock) {
            this.out = out;
            this.most = columns - 1;
            this.clock = clock;
        }

        @Override
        synchronized void show(Progress progress) {
            if (!atLineStart) {
                return;
            }
            StringBuilder screen = erasure().append(news(progress));
            String state = state(progress);
            boolean waits = progress.stages().isEmpty() || !progress.message().isEmpty();
            if (waits && !state.isEmpty()) {
                screen.append(cut(state, most)).append('\n');
                linesShown++;
            }
            for (StageProgress stage : progress.stages()) {
                screen.append(line(stage, clock.getAsLong(), most)).append('\n');
                linesShown++;
            }
            out.print(screen);
            out.flush();
        }

        @Override
        synchronized void end() {
            out.print(erasure());
            out.flush();
        }

        private StringBuilder erasure() {
            StringBuilder screen = new StringBuilder();
            for (int line = 0; line < linesShown; line++) {
                screen.append("\u001b[1A\u001b[2K");
            }
            linesShown = 0;
            return screen;
        }

        @Override
        PrintStream above(PrintStream stream) {
            return new PrintStream(new Above(stream), true, TERMINAL);
        }

        private synchronized void write(PrintStream stream, byte[] bytes, int from, int length) {
            if (length == 0) {
                return;
            }
            if (linesShown > 0) {
                end();
            }
            stream.write(bytes, from, length);
            stream.flush();
            atLineStart = bytes[from + length - 1] == '\n';
        }

        private final class Above extends OutputStream {
            private final PrintStream stream;

            Above(PrintStream stream) {
                this.stream = stream;
            }

            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                OnTerminal.this.write(stream, bytes, from, length);
            }
        }
    }

    /** Writes a line when a state changes, when a stage appears or ends, and every 10 seconds between. Confined to one thread. */
    static final class Plain extends ProgressPrinter {
        private static final long INTERVAL_MILLIS = 10_000;

        private final PrintStream out;
        private final LongSupplier clock;
        private final Map<Integer, Shown> stages = new TreeMap<>();
        private String lastState = "";
        private long lastStateMillis;

        /** A running stage, and when a line was written about it. */
        private record Shown(StageProgress stage, long lineMillis) {}

        Plain(PrintStream out, LongSupplier clock) {
            this.out = out;
            this.clock = clock;
        }

        @Override
        void show(Progress progress) {
            long now = clock.getAsLong();
            showState(progress, now);
            out.print(news(progress));
            if (progress.stagesKnown()) {
                showEnds(progress, now);
            }
            for (StageProgress stage : progress.stages()) {
                Shown last = stages.get(stage.id());
                long lineMillis = last == null ? now - INTERVAL_MILLIS : last.lineMillis();
                if (now - lineMillis >= INTERVAL_MILLIS) {
                    out.println(line(stage, now));
                    lineMillis = now;
                }
                stages.put(stage.id(), new Shown(stage, lineMillis));
            }
        }

        private void showState(Progress progress, long now) {
            String state = state(progress);
            // a line that only counts on is no news
            boolean news = progress.message().isEmpty()
                    ? !state.equals(lastState)
                    : !withoutNumbers(state).equals(withoutNumbers(lastState));
            if (news || (!state.equals(lastState) && now - lastStateMillis >= INTERVAL_MILLIS)) {
                out.println(progress.applicationId() + " is " + state);
                lastState = state;
                lastStateMillis = now;
            }
        }

        private void showEnds(Progress progress, long now) {
            stages.values().removeIf(shown -> {
                boolean ended = progress.stages().stream()
                        .noneMatch(stage -> stage.id() == shown.stage().id());
                if (ended) {
                    out.println(endLine(shown.stage(), now));
                }
                return ended;
            });
        }

        private static String endLine(StageProgress stage, long now) {
            return String.format(
                    Locale.ROOT,
                    "stage %d %s: ended after %.1f s, %d tasks",
                    stage.id(),
                    stage.name(),
                    (now - stage.startedMillis()) / 1000.0,
                    stage.total());
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
