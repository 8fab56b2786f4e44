package org.lisle.executor.testing;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.compress.Compression;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.message.FetchSegments;
import org.lisle.core.message.SegmentRequest;
import org.lisle.executor.block.BlockReporter;
import org.lisle.executor.block.BlockStore;
import org.lisle.executor.block.BroadcastReader;
import org.lisle.executor.block.PartitionCache;
import org.lisle.executor.block.RemoteBlocks;
import org.lisle.executor.block.Replication;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.driver.DriverQuestions;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.peer.Address;
import org.lisle.executor.peer.PeerConnections;
import org.lisle.executor.serve.DataServer;
import org.lisle.executor.shuffle.fetch.FetchConfig;
import org.lisle.executor.shuffle.fetch.LocalSegments;
import org.lisle.executor.shuffle.fetch.MapOutputTracker;
import org.lisle.executor.shuffle.fetch.SegmentFetcher;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.lisle.executor.shuffle.write.ShuffleWriters;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;

/** The data side of an executor on the loopback interface: memory, disks, shuffle and blocks, without tasks. */
public final class TestExecutor implements AutoCloseable {
    public static final TransportSecret SECRET = TransportSecret.generate();
    private static final String HOST = "127.0.0.1";

    public final String id;
    public final MemoryPool pool;
    public final LocalDirectories directories;
    public final SegmentFiles segments;
    public final MergedSegments merged;
    public final ShuffleWriters writers;
    public final MapOutputTracker tracker;
    public final SegmentFetcher fetcher;
    public final BlockStore store;
    public final PartitionCache cache;
    public final BroadcastReader broadcasts;
    public final Address address;

    private final Transport transport;
    private final PeerConnections peers;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    /** Counts the bulk requests that this executor answered. */
    public final java.util.concurrent.atomic.AtomicInteger served = new java.util.concurrent.atomic.AtomicInteger();

    /** Counts the files that are opened to answer them. */
    public final java.util.concurrent.atomic.AtomicInteger filesServed =
            new java.util.concurrent.atomic.AtomicInteger();

    /** Counts the requests for segments that were to be looked at on the disk. */
    public final java.util.concurrent.atomic.AtomicInteger servedFromDisk =
            new java.util.concurrent.atomic.AtomicInteger();

    /**
     * @param knownHost what the fetcher takes for its own host: {@code 127.0.0.1} reads files, anything else goes over the network
     */
    public TestExecutor(String id, long poolBytes, List<Path> roots, FakeDriver driver, String knownHost) {
        this(id, poolBytes, roots, driver, knownHost, Compression.LZ4, 48 << 20);
    }

    public TestExecutor(
            String id,
            long poolBytes,
            List<Path> roots,
            FakeDriver driver,
            String knownHost,
            Compression compression,
            long maxBytesInFlight) {
        this(id, poolBytes, roots, driver, knownHost, compression, maxBytesInFlight, FaultInjector.NONE);
    }

    public TestExecutor(
            String id,
            long poolBytes,
            List<Path> roots,
            FakeDriver driver,
            String knownHost,
            Compression compression,
            long maxBytesInFlight,
            FaultInjector faults) {
        this.id = id;
        this.pool = new MemoryPool(poolBytes, 0.5, Duration.ofMillis(100));
        this.directories = new LocalDirectories(roots, id, faults);
        this.segments = new SegmentFiles(directories);
        this.merged = new MergedSegments(directories, id, workers);
        this.transport = Transports.start(TransportConfig.defaults(), SECRET, "executor " + id);
        this.peers = new PeerConnections(transport);
        var questions = new DriverQuestions(driver, () -> 1, scheduler);
        var remote = new RemoteBlocks(questions, peers, id);
        this.store =
                new BlockStore(pool, directories, compression, TestCodec::new, new BlockReporter(driver, id, () -> 1));
        var later = new Later();
        this.address = new Address(
                HOST, transport.listen(new InetSocketAddress(HOST, 0), later).getPort());
        var replication = new Replication(store, remote, address, workers);
        later.server = new DataServer(segments, merged, store, replication, workers, faults);
        this.cache = new PartitionCache(store, remote, replication);
        this.broadcasts = new BroadcastReader(store, remote, TestCodec::new, id);
        this.writers = new ShuffleWriters(
                directories, compression, new ShuffleWriters.Location(id, HOST, address.port()), merged);
        this.tracker = new MapOutputTracker(questions);
        this.fetcher = new SegmentFetcher(
                tracker,
                new LocalSegments(segments, merged, knownHost),
                peers,
                new FetchConfig(maxBytesInFlight, 2, Duration.ofMillis(20)),
                scheduler,
                faults);
        driver.executor(id, HOST, address.port());
    }

    /** Ends the process; its files stay. */
    public void die() {
        peers.close();
        transport.close();
        workers.shutdownNow();
        scheduler.shutdownNow();
    }

    @Override
    public void close() {
        die();
        directories.close();
    }

    /** Set before any other process knows the address. */
    @SuppressWarnings("NullAway")
    private final class Later implements ConnectionHandler {
        private volatile DataServer server;

        @Override
        public java.util.concurrent.CompletionStage<? extends SpecificRecord> request(
                Connection connection, SpecificRecord message) {
            return server.request(connection, message);
        }

        @Override
        public void message(Connection connection, SpecificRecord message) {
            server.message(connection, message);
        }

        @Override
        public java.util.concurrent.CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
            served.incrementAndGet();
            if (request instanceof FetchSegments fetch
                    && fetch.getSegments().stream().allMatch(SegmentRequest::getFromDisk)) {
                servedFromDisk.incrementAndGet();
            }
            return server.bulk(connection, request).thenApply(answer -> {
                Path last = null;
                for (BulkSource.Chunk chunk : answer.chunks()) {
                    if (chunk instanceof BulkSource.FileSlice slice
                            && !slice.file().equals(last)) {
                        last = slice.file();
                        filesServed.incrementAndGet();
                    }
                }
                return answer;
            });
        }
    }
}
