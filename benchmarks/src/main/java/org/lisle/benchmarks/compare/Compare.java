package org.lisle.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Runs every job with every engine in turn, so many times, and writes {@code runs.tsv} (each run), {@code table.md} (medians and ratios)
 * and {@code ratios.svg}. Usage: see {@code benchmarks/compare}, which starts it.
 */
public final class Compare {
    private final Options options;
    private final FileSystem files;
    private final CommandRunner commands;
    private final LisleEngine lisle;
    private final List<Run> runs = new ArrayList<>();

    private Compare(Options options, FileSystem files) throws IOException {
        this.options = options;
        this.files = files;
        this.lisle = options.lisle();
        this.commands = new CommandRunner(Files.createDirectories(options.out().resolve("logs")));
    }

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage());
            System.exit(2);
            return;
        }
        Files.createDirectories(options.out());
        new Compare(options, FileSystem.get(new Configuration())).run();
    }

    private void run() throws IOException, InterruptedException {
        Path record = options.out().resolve("runs.tsv");
        Files.writeString(record, Run.header() + "\n");
        List<Engine> engines = new ArrayList<>(List.of(lisle));
        engines.addAll(options.peers());
        for (MeasuredJob job : options.jobs()) {
            makeInput(job);
            for (int i = 0; i < options.runs(); i++) {
                for (Engine engine : engines) {
                    if (engine.canRun(job)) {
                        Run run = measure(engine, job, i);
                        runs.add(run);
                        System.out.println(run.line());
                        Files.writeString(record, run.line() + "\n", StandardOpenOption.APPEND);
                    }
                }
            }
            write();
        }
        System.out.println(Table.of(runs));
    }

    private void write() throws IOException {
        Files.writeString(options.out().resolve("table.md"), Table.of(runs));
        Files.writeString(options.out().resolve("ratios.svg"), RatioPicture.of(runs));
    }

    private void makeInput(MeasuredJob job) throws IOException, InterruptedException {
        String path = job.input().path(options.folder());
        if (job.input().megabytes() > 0 && !files.exists(new org.apache.hadoop.fs.Path(path, "_SUCCESS"))) {
            System.out.println("making " + path);
            String result = options.folder() + "/result";
            commands.run("generate-" + job.name(), lisle.generate(job.input(), options.folder(), result));
        }
    }

    private Run measure(Engine engine, MeasuredJob job, int number) throws IOException, InterruptedException {
        String output = options.folder() + "/out";
        String resultFile = options.folder() + "/result";
        files.delete(new org.apache.hadoop.fs.Path(output), true);
        files.delete(new org.apache.hadoop.fs.Path(resultFile), true);
        List<String> command = engine.command(job, options.folder(), resultFile, output);
        ProcessWatch watch = new ProcessWatch(engine.marks(), engine == lisle ? options.killExecutorAfter() : 0);
        double seconds;
        Usage usage;
        try {
            seconds = commands.run(job.name() + "-" + engine.name() + "-" + number, command);
        } finally {
            usage = watch.stop();
        }
        String result = job.hasOutput() ? OutputDigest.of(files, output) : result(resultFile);
        return new Run(job.name(), engine.name(), seconds, usage, result);
    }

    private String result(String resultFile) throws IOException {
        try (var in = files.open(new org.apache.hadoop.fs.Path(resultFile))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("result="))
                    .findFirst()
                    .orElse("");
        }
    }
}
