package org.lisle.benchmarks.shuffle;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.benchmarks.ScratchFolder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Pairs of words and counts through a shuffle of four map tasks: written by one of them, or all read by the reduce tasks, from files of the
 * node or through connections. Time is by record; with a thousand reduce partitions a segment holds 128 records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ShuffleBenchmark {
    private static final int MAPS = 4;
    private static final int RECORDS = 1 << 17;

    @Param({"10", "1000"})
    int reducePartitions;

    private final String[] words = new String[RECORDS];
    private final Long[] counts = new Long[RECORDS];
    private @Nullable ScratchFolder folder;
    private @Nullable LoopbackShuffle written;
    private @Nullable LoopbackShuffle writing;

    @Setup
    public void setUp() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            words[i] = "word-" + i * 31;
            counts[i] = (long) i;
        }
        folder = ScratchFolder.create();
        written = new LoopbackShuffle(folder.path().resolve("written"), MAPS, reducePartitions);
        writing = new LoopbackShuffle(folder.path().resolve("writing"), 1, reducePartitions);
        for (int map = 0; map < MAPS; map++) {
            writeTo(written, map);
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        if (written != null && writing != null && folder != null) {
            written.close();
            writing.close();
            folder.close();
        }
    }

    private void writeTo(LoopbackShuffle shuffle, int map) {
        shuffle.write(map, writer -> {
            for (int i = 0; i < RECORDS; i++) {
                writer.write(i % reducePartitions, words[i], counts[i]);
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void write() {
        if (writing != null) {
            writeTo(writing, 0);
            writing.clear();
        }
    }

    @Benchmark
    @OperationsPerInvocation(MAPS * RECORDS)
    public void readFiles() {
        readAll(true);
    }

    @Benchmark
    @OperationsPerInvocation(MAPS * RECORDS)
    public void readThroughConnections() {
        readAll(false);
    }

    private void readAll(boolean fromFiles) {
        long records = 0;
        for (int partition = 0; written != null && partition < reducePartitions; partition++) {
            records += written.read(partition, fromFiles);
        }
        if (records != (long) MAPS * RECORDS) {
            throw new IllegalStateException(records + " records were read of " + MAPS * RECORDS);
        }
    }
}
