package org.lisle.benchmarks.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.column.BatchReader;
import org.lisle.core.column.BatchWriter;
import org.lisle.core.compress.BlockInputStream;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A cached partition is written and gone through: as rows, as columns, as the objects themselves. Before measuring, records of all shapes go
 * through the same code, as in an executor that has run several programs. Run with {@code -prof gc} for the bytes allocated for each record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CacheBenchmark {
    private static final int RECORDS = 1 << 16;
    private static final int SLICE = 512;
    private static final int ROUNDS_OF_OTHERS = 8;

    public enum Shape {
        LONG,
        DOUBLE,
        STRING,
        WORD,
        WORD_COUNT,
        LONG_DOUBLE,
        RECORD
    }

    @Param({"LONG", "DOUBLE", "STRING", "WORD", "WORD_COUNT", "LONG_DOUBLE", "RECORD"})
    public Shape shape = Shape.LONG;

    @Param({"LZ4", "NONE"})
    public Compression compression = Compression.LZ4;

    private final RecordCodec codec = RecordCodecs.forJob(CacheBenchmark.class.getClassLoader());
    private List<Object> objects = List.of();
    private byte[] rows = new byte[0];
    private byte[] columns = new byte[0];

    record Visit(long time, String page, double seconds, int status) {}

    /** Bytes of a record in a block. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Size {
        public double bytesPerRecord;
    }

    @Setup
    public void fill() throws IOException {
        for (Shape other : Shape.values()) {
            objects = records(other);
            rows = writtenRows();
            columns = writtenColumns();
            for (int round = 0; round < ROUNDS_OF_OTHERS; round++) {
                throughRows(null);
                throughColumns(null);
                writtenRows();
                writtenColumns();
            }
        }
        objects = records(shape);
        rows = writtenRows();
        columns = writtenColumns();
    }

    private static List<Object> records(Shape shape) {
        var random = new Random(7);
        List<Object> records = new ArrayList<>(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(shape, random, i));
        }
        return records;
    }

    private static Object record(Shape shape, Random random, int i) {
        return switch (shape) {
            case LONG -> (long) random.nextInt(1 << 20);
            case DOUBLE -> random.nextGaussian();
            case STRING -> "user-" + Long.toHexString(random.nextLong());
            case WORD -> word(random);
            case WORD_COUNT -> Pair.of("word-" + Integer.toString(i * 31, 36), (long) random.nextInt(1000));
            case LONG_DOUBLE -> Pair.of((long) i, random.nextDouble());
            case RECORD -> new Visit(1_700_000_000_000L + i * 20L, word(random), random.nextInt(9000) / 100.0, 200);
        };
    }

    /** One of a hundred. */
    private static String word(Random random) {
        return "/pages/of/words/" + random.nextInt(100) + ".html";
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int writeRows(Size size) throws IOException {
        int length = writtenRows().length;
        size.bytesPerRecord = (double) length / RECORDS;
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int writeColumns(Size size) throws IOException {
        int length = writtenColumns().length;
        size.bytesPerRecord = (double) length / RECORDS;
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void iterateRows(Blackhole hole) {
        throughRows(hole);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void iterateColumns(Blackhole hole) {
        throughColumns(hole);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void iterateObjects(Blackhole hole) {
        for (Object record : objects) {
            hole.consume(record);
        }
    }

    /** What {@code count()} has to do for bytes whose records nobody has counted. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long countColumns() {
        var in = new RecordInput(new BlockInputStream(new ByteArrayInputStream(columns), "columns"), 64 << 10);
        var batch = new BatchReader(codec);
        long count = 0;
        while (!in.atEnd()) {
            batch.next(in);
            count += batch.rows();
        }
        return count;
    }

    /** What {@code sum()} does with doubles; 0 for other records. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public double sumColumns() {
        var in = new RecordInput(new BlockInputStream(new ByteArrayInputStream(columns), "columns"), 64 << 10);
        var batch = new BatchReader(codec);
        double sum = 0;
        while (!in.atEnd()) {
            batch.next(in);
            double[] doubles = batch.doubles();
            for (int i = 0; doubles != null && i < batch.rows(); i++) {
                sum += doubles[i];
            }
        }
        return sum;
    }

    private byte[] writtenRows() throws IOException {
        var bytes = new ByteArrayOutputStream(RECORDS);
        var blocks = new BlockOutputStream(bytes, compression);
        var out = new RecordOutput(256);
        out.shareClasses(ClassTable.inOrder());
        for (Object record : objects) {
            out.reset();
            codec.write(record, out);
            blocks.write(out.buffer(), 0, out.position());
        }
        blocks.finish();
        return bytes.toByteArray();
    }

    private byte[] writtenColumns() throws IOException {
        var bytes = new ByteArrayOutputStream(RECORDS);
        var blocks = new BlockOutputStream(bytes, compression);
        var out = new RecordOutput(256);
        var batches = new BatchWriter(codec);
        for (Object record : objects) {
            batches.write(record, out);
            if (batches.isFull()) {
                batches.flush(out);
                blocks.write(out.buffer(), 0, out.position());
                out.reset();
            }
        }
        batches.flush(out);
        blocks.write(out.buffer(), 0, out.position());
        blocks.finish();
        return bytes.toByteArray();
    }

    private void throughRows(@Nullable Blackhole hole) {
        var in = new RecordInput(new BlockInputStream(new ByteArrayInputStream(rows), "rows"), 64 << 10);
        while (!in.atEnd()) {
            consume(codec.read(in), hole);
        }
    }

    private void throughColumns(@Nullable Blackhole hole) {
        var in = new RecordInput(new BlockInputStream(new ByteArrayInputStream(columns), "columns"), 64 << 10);
        var batch = new BatchReader(codec);
        var slice = new @Nullable Object[SLICE];
        while (!in.atEnd()) {
            batch.next(in);
            for (int row = 0; row < batch.rows(); row += SLICE) {
                int count = Math.min(SLICE, batch.rows() - row);
                batch.read(slice, row, count);
                for (int i = 0; i < count; i++) {
                    consume(slice[i], hole);
                }
            }
        }
    }

    private static void consume(@Nullable Object record, @Nullable Blackhole hole) {
        if (hole == null) {
            Objects.requireNonNull(record);
        } else {
            hole.consume(record);
        }
    }
}
