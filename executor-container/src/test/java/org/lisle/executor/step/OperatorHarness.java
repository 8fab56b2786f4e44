package org.lisle.executor.step;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.StorageLevel;
import org.lisle.api.TaskContext;
import org.lisle.api.resource.ResourceInformation;
import org.lisle.core.codec.EncodedPairs;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.compress.Compression;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.LeafInput;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.PairPart;
import org.lisle.core.operator.Partitions;
import org.lisle.executor.block.BlockBuilder;
import org.lisle.executor.block.BlockValues;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.Counter;
import org.lisle.executor.scope.KillSwitch;
import org.lisle.executor.scope.PersistedBlocks;
import org.lisle.executor.scope.TaskCounters;
import org.lisle.executor.scope.TaskIdentity;
import org.lisle.executor.scope.TaskInputs;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.scope.TaskServices;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.write.ShuffleWriters;

/** Runs a tree of operators over given values, pushed and pulled, in a pool of any size; nothing may be left behind. */
final class OperatorHarness implements AutoCloseable {
    private static final long LARGE_POOL = 256L << 20;

    private final LocalDirectories directories;
    private final Path root;
    private final List<LeafInput> inputs = new ArrayList<>();
    private final List<byte[]> shuffles = new ArrayList<>();
    private final TestBlocks blocks = new TestBlocks();
    private final KillSwitch killSwitch = new KillSwitch();
    private Chains chains = new Chains(Long.MAX_VALUE);
    private long poolBytes = LARGE_POOL;
    private long spilled;
    private long peak;
    private int nextId = 1;

    OperatorHarness(Path root) {
        this.root = root;
        this.directories = new LocalDirectories(List.of(root), "1");
    }

    /** With chains that are specialised after so many records. */
    OperatorHarness hotAfter(long records) {
        chains = new Chains(records);
        return this;
    }

    OperatorHarness pool(long bytes) {
        poolBytes = bytes;
        return this;
    }

    int id() {
        return nextId++;
    }

    /** A leaf with the values of each partition. */
    @SafeVarargs
    final Operator values(List<?>... partitions) {
        int id = id();
        for (int partition = 0; partition < partitions.length; partition++) {
            byte[] bytes = ResultEncoding.encode(partitions[partition], codec());
            inputs.add(new LeafInput(id, partition, ByteBuffer.wrap(bytes)));
        }
        return new Operator.Values(id, partitions.length);
    }

    /** A shuffle of one reduce partition that gives these pairs; returns its id. */
    int shuffle(List<? extends Pair<?, ?>> pairs) {
        RecordOutput out = new RecordOutput(1024);
        RecordCodec codec = codec();
        for (Pair<?, ?> pair : pairs) {
            codec.write(pair.key(), out);
            codec.write(pair.value(), out);
        }
        shuffles.add(out.toByteArray());
        return shuffles.size() - 1;
    }

    KillSwitch killSwitch() {
        return killSwitch;
    }

    TestBlocks blocks() {
        return blocks;
    }

    long spilledBytes() {
        return spilled;
    }

    long peakBytes() {
        return peak;
    }

    /** All records of a partition, pushed; each goes through the codec as it comes, as it would in a job. */
    List<Object> push(Operator operator, int partition) throws Exception {
        return push(operator, partition, Integer.MAX_VALUE);
    }

    List<Object> push(Operator operator, int partition, int most) throws Exception {
        return inTask((flow, out) -> {
            Demand demand = new Demand();
            flow.push(
                    new Partitions.Of(operator, partition),
                    record -> {
                        out.add(record);
                        if (out.size() >= most) {
                            demand.end();
                        }
                    },
                    demand);
        });
    }

    List<Object> pull(Operator operator, int partition) throws Exception {
        return inTask((flow, out) -> {
            try (RecordCursor cursor = flow.pull(new Partitions.Of(operator, partition))) {
                Iterator<@Nullable Object> records = flow.iterate(cursor);
                while (records.hasNext()) {
                    out.add(records.next());
                }
            }
        });
    }

    /** Hands records to {@code sink} on the way, without keeping them. */
    void forEach(Operator operator, int partition, Step sink) throws Exception {
        inTask((flow, out) -> flow.push(new Partitions.Of(operator, partition), sink, new Demand()));
    }

    interface Run {
        void run(PartitionFlow flow, Encoded out) throws Exception;
    }

    private List<Object> inTask(Run run) throws Exception {
        Encoded out = new Encoded();
        TaskCounters counters = new TaskCounters();
        MemoryPool pool = new MemoryPool(poolBytes, 0.5, java.time.Duration.ofMillis(1));
        var memory = pool.forTask(7);
        var services = new TaskServices(
                pool,
                directories,
                Compression.LZ4,
                OperatorHarness::codec,
                (shuffle, partition, maps, taskMemory, codec, metrics) ->
                        new WrittenPairs(shuffles.get(shuffle.shuffleId()), codec),
                new ShuffleWriters(
                        directories,
                        Compression.LZ4,
                        new ShuffleWriters.Location("1", "localhost", 0),
                        new MergedSegments(directories, "1", Runnable::run)),
                blocks,
                (task, stage, partition) -> true,
                (task, round, gathers, message) -> List.of(),
                org.lisle.core.fault.FaultInjector.NONE,
                0);
        try (var scope = new TaskScope(
                new TaskIdentity(7, 1, 0, 0),
                services,
                new TaskInputs(inputs, null),
                new NoContext(),
                killSwitch,
                counters,
                memory)) {
            run.run(new PartitionFlow(scope, chains), out);
        }
        spilled = counters.get(Counter.BYTES_SPILLED);
        peak = memory.peak();
        if (!memory.leaks().isEmpty()) {
            throw new AssertionError("memory was not released: " + memory.leaks());
        }
        if (pool.executionUsed() != 0 || files() != 0) {
            throw new AssertionError(pool.executionUsed() + " bytes held, " + files() + " files left");
        }
        return out.decoded();
    }

    private long files() throws IOException {
        try (var walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .count();
        }
    }

    static RecordCodec codec() {
        return RecordCodecs.forJob(OperatorHarness.class.getClassLoader());
    }

    @Override
    public void close() {
        directories.close();
    }

    /** Records as bytes: what an operator keeps for itself and changes later does not show here. */
    static final class Encoded {
        private final org.lisle.core.codec.ResultBuilder builder = new org.lisle.core.codec.ResultBuilder(codec());

        void add(@Nullable Object record) {
            builder.add(record);
        }

        int size() {
            return builder.count();
        }

        List<Object> decoded() {
            List<Object> records = new ArrayList<>();
            records.addAll(ResultEncoding.decode(builder.build(), codec()));
            return records;
        }
    }

    /** Pairs as a reduce task reads them, in a buffer that many of them do not fit into whole. */
    private static final class WrittenPairs implements RecordStream {
        private final RecordInput in;
        private final EncodedPairs pairs;
        private final RecordCodec codec;
        private boolean encoded;
        private @Nullable Object key;
        private @Nullable Object value;

        WrittenPairs(byte[] bytes, RecordCodec codec) {
            this.in = new RecordInput(new ByteArrayInputStream(bytes), 64);
            this.pairs = new EncodedPairs(in);
            this.codec = codec;
        }

        @Override
        public boolean next() {
            if (in.atEnd()) {
                return false;
            }
            key = codec.read(in);
            value = codec.read(in);
            return true;
        }

        @Override
        public boolean nextEncoded() {
            if (in.atEnd()) {
                return false;
            }
            encoded = pairs.next();
            return encoded || next();
        }

        @Override
        public @Nullable EncodedPairs encoded() {
            return encoded ? pairs : null;
        }

        @Override
        public @Nullable Object key() {
            return key;
        }

        @Override
        public @Nullable Object value() {
            return value;
        }

        @Override
        public void close() {}
    }

    /** Blocks in a map. */
    static final class TestBlocks implements PersistedBlocks {
        final Map<String, List<Object>> kept = new java.util.HashMap<>();
        int abandoned;

        @Override
        public @Nullable BlockValues values(BlockId block, RecordCodec codec) {
            List<Object> values = kept.get(block.text());
            if (values == null) {
                return null;
            }
            Iterator<Object> iterator = values.iterator();
            return new BlockValues() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public @Nullable Object next() {
                    return iterator.next();
                }

                @Override
                public void select(PairPart part) {
                    throw new UnsupportedOperationException("no operator of these tests wants a part");
                }

                @Override
                public long skip() {
                    long count = 0;
                    while (hasNext()) {
                        next();
                        count++;
                    }
                    return count;
                }

                @Override
                public @Nullable Doubles doubles() {
                    return null;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public long count(BlockId block) {
            return -1;
        }

        @Override
        public BlockBuilder build(BlockId block, StorageLevel level, RecordCodec codec) {
            List<Object> values = new ArrayList<>();
            return new BlockBuilder() {
                private boolean over;

                @Override
                public boolean add(@Nullable Object value) {
                    values.add(value);
                    return true;
                }

                @Override
                public boolean commit() {
                    over = true;
                    kept.put(block.text(), values);
                    return true;
                }

                @Override
                public void abandon() {
                    if (!over) {
                        over = true;
                        abandoned++;
                    }
                }
            };
        }
    }

    private static final class NoContext extends TaskContext {
        @Override
        public int cpus() {
            return 1;
        }

        @Override
        public Map<String, ResourceInformation> resources() {
            return Map.of();
        }

        @Override
        public int stageId() {
            return 1;
        }

        @Override
        public int partitionId() {
            return 0;
        }

        @Override
        public int numPartitions() {
            return 1;
        }

        @Override
        public int attemptNumber() {
            return 0;
        }

        @Override
        public long taskAttemptId() {
            return 7;
        }

        @Override
        public @Nullable String getLocalProperty(String key) {
            return null;
        }

        @Override
        public boolean isCompleted() {
            return false;
        }

        @Override
        public boolean isFailed() {
            return false;
        }

        @Override
        public boolean isInterrupted() {
            return false;
        }

        @Override
        public void addTaskCompletionListener(Runnable listener) {}

        @Override
        public void addTaskFailureListener(FailureListener listener) {}
    }
}
