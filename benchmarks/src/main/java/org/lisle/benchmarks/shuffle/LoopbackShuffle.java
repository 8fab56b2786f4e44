package org.lisle.benchmarks.shuffle;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.lisle.api.HashPartitioner;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.compress.Compression;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.driver.DriverQuestions;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.peer.PeerConnections;
import org.lisle.executor.serve.SegmentServer;
import org.lisle.executor.shuffle.fetch.FetchConfig;
import org.lisle.executor.shuffle.fetch.LocalSegments;
import org.lisle.executor.shuffle.fetch.MapOutputTracker;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.shuffle.fetch.SegmentFetcher;
import org.lisle.executor.shuffle.fetch.ShuffleReadMetrics;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.lisle.executor.shuffle.write.ShuffleWriteMetrics;
import org.lisle.executor.shuffle.write.ShuffleWriter;
import org.lisle.executor.shuffle.write.ShuffleWriters;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;

/**
 * One shuffle of an executor with itself: written to a directory, served on the loopback interface, and read from the files or, as by an
 * executor of another node, through connections. Confined to one thread.
 */
final class LoopbackShuffle implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final ShuffleSpec shuffle;
    private final MemoryPool pool = new MemoryPool(512L << 20, 0.5, Duration.ofSeconds(1));
    private final TreeMap<Integer, MapOutput> outputs = new TreeMap<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LocalDirectories directories;
    private final Transport transport;
    private final PeerConnections peers;
    private final ShuffleWriters writers;
    private final MapOutputTracker tracker;
    private final SegmentFetcher sameNode;
    private final SegmentFetcher otherNode;
    private final RecordCodec codec = RecordCodecs.forJob(LoopbackShuffle.class.getClassLoader());
    private long nextTask = 1;

    LoopbackShuffle(Path directory, int mapPartitions, int reducePartitions) {
        shuffle = new ShuffleSpec(1, mapPartitions, new HashPartitioner(reducePartitions), null);
        directories = new LocalDirectories(List.of(directory), "benchmark");
        var segments = new SegmentFiles(directories);
        var merged = new MergedSegments(directories, "1", workers);
        transport = Transports.start(TransportConfig.defaults(), TransportSecret.generate(), "benchmark");
        peers = new PeerConnections(transport);
        var server = new SegmentServer(segments, merged, workers, FaultInjector.NONE);
        int port = transport.listen(new InetSocketAddress(HOST, 0), server).getPort();
        writers =
                new ShuffleWriters(directories, Compression.LZ4, new ShuffleWriters.Location("1", HOST, port), merged);
        var driver = new DriverQuestions(question -> CompletableFuture.completedFuture(locations()), () -> 1, timer);
        tracker = new MapOutputTracker(driver);
        sameNode = fetcher(new LocalSegments(segments, merged, HOST));
        otherNode = fetcher(new LocalSegments(segments, merged, "another"));
    }

    private SegmentFetcher fetcher(LocalSegments local) {
        var config = new FetchConfig(48L << 20, 2, Duration.ofSeconds(1));
        return new SegmentFetcher(tracker, local, peers, config, timer, FaultInjector.NONE);
    }

    private MapOutputs locations() {
        return new MapOutputs(1, 1L, shuffle.mapPartitions(), List.copyOf(outputs.values()), 1, List.of(), -1);
    }

    /** Writes what the map task writes; another output of the same partition is forgotten. */
    void write(int mapPartition, Records records) {
        long task = nextTask++;
        try (TaskMemory memory = pool.forTask(task)) {
            ShuffleWriter writer = writers.open(shuffle, mapPartition, task, memory, codec, UNCOUNTED);
            records.writeTo(writer);
            outputs.put(mapPartition, writer.commit());
        }
        tracker.invalidate(List.of(1));
    }

    /** Reads a reduce partition; returns how many records it has. */
    long read(int reducePartition, boolean fromFiles) {
        long records = 0;
        try (TaskMemory memory = pool.forTask(nextTask++);
                RecordStream stream = (fromFiles ? sameNode : otherNode)
                        .read(shuffle, reducePartition, MapRange.ALL, memory, codec, UNCOUNTED)) {
            while (stream.next()) {
                records++;
            }
        }
        return records;
    }

    /** Deletes all that was written. */
    void clear() {
        outputs.clear();
        directories.deleteFolder("lisle-shuffle");
    }

    @Override
    public void close() {
        clear();
        peers.close();
        transport.close();
        workers.shutdownNow();
        timer.shutdownNow();
        directories.close();
    }

    /** What a map task writes. */
    interface Records {
        void writeTo(ShuffleWriter writer);
    }

    private static final Uncounted UNCOUNTED = new Uncounted();

    private static final class Uncounted implements ShuffleWriteMetrics, ShuffleReadMetrics {
        @Override
        public void shuffleWritten(long records, long bytes) {}

        @Override
        public void spilled(long bytes) {}

        @Override
        public void shuffleWriteNanos(long nanos) {}

        @Override
        public void readLocal(long bytes) {}

        @Override
        public void readRemote(long bytes) {}

        @Override
        public void shuffleRecordsRead(long records) {}

        @Override
        public void fetchWaited(long nanos) {}
    }
}
