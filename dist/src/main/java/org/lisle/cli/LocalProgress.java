package org.lisle.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.local.RunningLocally;
import org.lisle.yarn.client.Progress;
import org.lisle.yarn.client.Progress.StageProgress;

/** Shows the stages of the program that runs in this JVM, until it is closed; what the program prints meanwhile stands above them. */
final class LocalProgress implements AutoCloseable {
    private static final long LOOK_MILLIS = 300;

    private final ProgressPrinter printer;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });

    private LocalProgress(ProgressPrinter printer) {
        this.printer = printer;
    }

    static LocalProgress show(Console console) {
        LocalProgress made = new LocalProgress(ProgressPrinter.of(console));
        if (console.isTerminal()) {
            System.setOut(made.printer.above(made.out));
            System.setErr(made.printer.above(made.err));
        }
        made.timer.scheduleWithFixedDelay(made::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return made;
    }

    private void look() {
        RunningLocally.status().ifPresent(status -> printer.show(progress(status)));
    }

    static Progress progress(ApplicationStatus status) {
        List<StageProgress> stages = status.stages().stream()
                .filter(stage -> stage.state() == ApplicationStatus.State.RUNNING)
                .map(stage -> new StageProgress(
                        stage.id(),
                        stage.name(),
                        stage.done(),
                        stage.running(),
                        stage.tasks(),
                        stage.failedAttempts(),
                        stage.firstTaskMillis()))
                .toList();
        List<Progress.Notice> notices = status.notices().stream()
                .map(notice -> new Progress.Notice(notice.millis(), notice.text()))
                .toList();
        return new Progress("", "", "", "", 0, 0, stages, notices, true);
    }

    @Override
    public void close() throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(1, TimeUnit.SECONDS);
        printer.end();
        System.setOut(out);
        System.setErr(err);
    }
}
