package org.lisle.benchmarks.sort;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.SerializableComparator;
import org.lisle.benchmarks.ScratchFolder;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.compress.Compression;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.sort.EncodedSorter;
import org.lisle.executor.spill.SpillSpace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The sort job's pairs, a random key of 10 characters and a value of 89, from their bytes to objects in order: within memory, and in a
 * tenth of it, with the runs written, read and merged.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SortBenchmark {
    private static final int RECORDS = 1 << 17;
    private static final long ROOMY = 256L << 20;
    private static final long TIGHT = 2L << 20;

    private final RecordOutput pairs = new RecordOutput(128 * RECORDS);
    private final int[] valueFrom = new int[RECORDS];
    private final int[] to = new int[RECORDS];
    private @Nullable ScratchFolder folder;
    private @Nullable LocalDirectories directories;
    private long spilled;

    @Setup
    public void setUp() throws IOException {
        RecordCodec codec = codec();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RECORDS; i++) {
            StringBuilder text = new StringBuilder(99);
            while (text.length() < 99) {
                text.append((char) (' ' + 1 + random.nextInt(94)));
            }
            codec.write(text.substring(0, 10), pairs);
            valueFrom[i] = pairs.position();
            codec.write(text.substring(10), pairs);
            to[i] = pairs.position();
        }
        folder = ScratchFolder.create();
        directories = new LocalDirectories(List.of(folder.path()), "benchmark");
    }

    @TearDown
    public void tearDown() throws IOException {
        if (directories != null && folder != null) {
            directories.close();
            folder.close();
        }
    }

    private static RecordCodec codec() {
        return RecordCodecs.forJob(SortBenchmark.class.getClassLoader());
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void inMemory(Blackhole hole) throws Exception {
        sort(ROOMY, hole);
        check(spilled == 0, "it spilled");
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void merged(Blackhole hole) throws Exception {
        sort(TIGHT, hole);
        check(spilled > to[RECORDS - 1] / 4, "it did not spill");
    }

    private void sort(long pool, Blackhole hole) throws Exception {
        spilled = 0;
        LocalDirectories disk = directories;
        if (disk == null) {
            throw new IllegalStateException("it was not set up");
        }
        int sorted = 0;
        try (TaskMemory memory = new MemoryPool(pool, 0.5, Duration.ofSeconds(1)).forTask(1);
                var space =
                        new SpillSpace(memory, SortBenchmark::codec, disk, Compression.LZ4, bytes -> spilled += bytes);
                var sorter = new EncodedSorter("sorted", SerializableComparator.<String>naturalOrder(), space)) {
            int from = 0;
            for (int i = 0; i < RECORDS; i++) {
                sorter.acceptEncoded(pairs.buffer(), from, valueFrom[i], to[i]);
                from = to[i];
            }
            try (RecordCursor cursor = sorter.finish()) {
                while (cursor.advance()) {
                    hole.consume(cursor.current());
                    sorted++;
                }
            }
        }
        check(sorted == RECORDS, sorted + " pairs came out");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
