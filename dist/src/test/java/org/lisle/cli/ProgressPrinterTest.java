package org.lisle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.lisle.yarn.client.Progress;
import org.lisle.yarn.client.Progress.StageProgress;

class ProgressPrinterTest {
    private static final String UP_AND_ERASE = "\u001b[1A\u001b[2K";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final AtomicLong now = new AtomicLong(10_000);

    private String taken() {
        String text = written.toString(StandardCharsets.UTF_8);
        written.reset();
        return text;
    }

    private static StageProgress stage(int id, int done, int running) {
        return new StageProgress(id, "map at Job.java:7", done, running, 40, 0, 10_000);
    }

    private static Progress running(StageProgress... stages) {
        return new Progress("application_1_1", "RUNNING", "", "", 2, 2, List.of(stages), List.of(), true);
    }

    @Test
    void aLineTellsTasksRateAndTimeLeft() {
        assertThat(ProgressPrinter.line(stage(1, 0, 2), 12_000))
                .isEqualTo("stage 1 map at Job.java:7: 0/40 tasks, 2 running");
        assertThat(ProgressPrinter.line(stage(1, 8, 2), 12_000))
                .isEqualTo("stage 1 map at Job.java:7: 8/40 tasks, 2 running, 4.0 tasks/s, 8 s left");
        assertThat(ProgressPrinter.line(stage(1, 8, 2), 10_400))
                .as("too early for a rate")
                .endsWith("2 running");
        assertThat(ProgressPrinter.line(new StageProgress(3, "x", 1, 1, 2, 5, 0), 100))
                .isEqualTo("stage 3 x: 1/2 tasks, 1 running, 5 failed attempts");
    }

    @Test
    void aLineThatIsTooLongLosesOfItsNameFirst() {
        assertThat(ProgressPrinter.line(stage(1, 0, 2), 12_000, 44))
                .isEqualTo("stage 1 map at Job...: 0/40 tasks, 2 running".substring(0, 44))
                .endsWith(": 0/40 tasks, 2 running");
        assertThat(ProgressPrinter.line(stage(1, 0, 2), 12_000, 10)).hasSize(10);
    }

    @Test
    void linesOfATerminalNeverFillItAndAreRedrawnInPlace() {
        var printer = new ProgressPrinter.OnTerminal(out, 30, now::get);
        printer.show(running(stage(1, 8, 2), stage(2, 0, 0)));
        assertThat(taken().lines()).hasSize(2).allMatch(line -> line.length() < 30);

        printer.show(running(stage(2, 1, 1)));
        assertThat(taken()).startsWith(UP_AND_ERASE + UP_AND_ERASE + "stage 2");

        printer.end();
        assertThat(taken()).as("nothing stale is left").isEqualTo(UP_AND_ERASE);
    }

    @Test
    void aStateOfSeveralLinesIsOneLineOfATerminal() {
        var printer = new ProgressPrinter.OnTerminal(out, 60, now::get);
        printer.show(new Progress("a", "ACCEPTED", "waits for\n  a container", "", 0, 0, List.of(), List.of(), false));
        assertThat(taken()).isEqualTo("ACCEPTED: waits for a container\n");
    }

    @Test
    void whatAProgramPrintsMeanwhileStandsAboveAndLinesThatAreNotEndedStayWhole() {
        var printer = new ProgressPrinter.OnTerminal(out, 80, now::get);
        PrintStream above = printer.above(out);
        printer.show(running(stage(1, 0, 1)));
        taken();

        above.print("half of");
        assertThat(taken()).isEqualTo(UP_AND_ERASE + "half of");
        printer.show(running(stage(1, 1, 1)));
        assertThat(taken()).as("not into the line").isEmpty();
        above.println(" a line");
        printer.show(running(stage(1, 1, 1)));
        assertThat(taken()).startsWith(" a line\nstage 1");
    }

    @Test
    void withoutATerminalALineComesWhenAStageAppearsEveryTenSecondsAndWhenItEnds() {
        var printer = new ProgressPrinter.Plain(out, now::get);
        printer.show(running(stage(1, 0, 2)));
        assertThat(taken().lines())
                .containsExactly(
                        "application_1_1 is RUNNING with 2 of 2 executors",
                        "stage 1 map at Job.java:7: 0/40 tasks, 2 running");

        now.addAndGet(9_900);
        printer.show(running(stage(1, 10, 2)));
        assertThat(taken()).isEmpty();
        now.addAndGet(100);
        printer.show(running(stage(1, 20, 2)));
        assertThat(taken()).startsWith("stage 1 map at Job.java:7: 20/40 tasks");

        printer.show(new Progress("application_1_1", "RUNNING", "", "", 2, 2, List.of(), List.of(), false));
        assertThat(taken()).as("the page was not read").isEmpty();
        now.addAndGet(2_500);
        printer.show(running());
        assertThat(taken()).isEqualToIgnoringNewLines("stage 1 map at Job.java:7: ended after 12.5 s, 40 tasks");
        printer.show(running());
        assertThat(taken()).isEmpty();
    }

    @Test
    void withoutATerminalAMessageThatOnlyCountsOnIsNoNews() {
        var printer = new ProgressPrinter.Plain(out, now::get);
        for (int seconds = 1; seconds <= 3; seconds++) {
            String message = "waits for 2 executors since " + seconds + " s";
            printer.show(new Progress("a", "RUNNING", message, "", 0, 2, List.of(), List.of(), true));
        }
        assertThat(taken().lines()).hasSize(1);
    }

    @Test
    void aNoticeIsShownOnceAndNotCut() {
        String notice = "task 7 of stage 2 has taken no processor time for 300 s\n  at org.acme.Job.main(Job.java:31)";
        var progress =
                new Progress("a", "RUNNING", "", "", 2, 2, List.of(), List.of(new Progress.Notice(5, notice)), true);
        for (var printer :
                List.of(new ProgressPrinter.Plain(out, now::get), new ProgressPrinter.OnTerminal(out, 40, now::get))) {
            printer.show(progress);
            printer.show(progress);
            assertThat(taken()).containsOnlyOnce("notice: " + notice + "\n");
        }
    }

    @Test
    void theLauncherSaysWhetherAPersonWatches() {
        String before = System.getProperty("lisle.terminal");
        try {
            System.setProperty("lisle.terminal", "true");
            assertThat(new Console(out, System.err).isTerminal()).isTrue();
            assertThat(new Console(out, out).isTerminal())
                    .as("written elsewhere")
                    .isFalse();
            System.setProperty("lisle.terminal", "false");
            assertThat(new Console(out, System.err).isTerminal()).isFalse();
        } finally {
            if (before == null) {
                System.clearProperty("lisle.terminal");
            } else {
                System.setProperty("lisle.terminal", before);
            }
        }
    }
}
