package org.lisle.benchmarks.codec;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Word counts, the most frequent records of all examples: {@code Pair<String, Long>} to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PairCodecBenchmark {
    private static final int RECORDS = 1024;

    private final RecordCodec codec = RecordCodecs.forJob(PairCodecBenchmark.class.getClassLoader());
    private final RecordOutput out = new RecordOutput(64 * RECORDS);
    private final RecordInput in = new RecordInput();
    private final Pair<?, ?>[] pairs = new Pair<?, ?>[RECORDS];

    public PairCodecBenchmark() {
        for (int i = 0; i < RECORDS; i++) {
            pairs[i] = Pair.of("word-" + i * 31, (long) i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int write() {
        out.reset();
        for (Pair<?, ?> pair : pairs) {
            codec.write(pair, out);
        }
        return out.position();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void writeAndRead(Blackhole hole) {
        write();
        in.reset(out.buffer(), 0, out.position());
        for (int i = 0; i < RECORDS; i++) {
            @Nullable Object read = codec.read(in);
            hole.consume(read);
        }
    }
}
