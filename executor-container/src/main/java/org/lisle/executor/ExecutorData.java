package org.lisle.executor;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.id.BlockId;
import org.lisle.executor.block.BlockBuilder;
import org.lisle.executor.block.BlockReporter;
import org.lisle.executor.block.BlockStore;
import org.lisle.executor.block.BlockValues;
import org.lisle.executor.block.BroadcastReader;
import org.lisle.executor.block.PartitionCache;
import org.lisle.executor.block.RemoteBlocks;
import org.lisle.executor.block.Replication;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.driver.DriverQuestions;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.peer.Address;
import org.lisle.executor.peer.PeerConnections;
import org.lisle.executor.peer.Peers;
import org.lisle.executor.scope.PersistedBlocks;
import org.lisle.executor.scope.TaskServices;
import org.lisle.executor.serve.DataServer;
import org.lisle.executor.shuffle.fetch.LocalSegments;
import org.lisle.executor.shuffle.fetch.MapOutputTracker;
import org.lisle.executor.shuffle.fetch.SegmentFetcher;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.HeldOutputs;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.lisle.executor.shuffle.write.ShuffleWriters;
import org.lisle.executor.task.BroadcastValues;
import org.lisle.transport.Transport;

/** The data of an executor: memory, files, blocks, segments, and the ways to and from others. Thread-safe. */
final class ExecutorData implements AutoCloseable {
    private final MemoryPool pool;
    private final LocalDirectories directories;
    private final int port;
    private final @Nullable PeerConnections connections;
    private final BlockStore blocks;
    private final BroadcastReader broadcastReader;
    private final BroadcastValues broadcasts;
    private final SegmentFiles segments;
    private final MergedSegments merged;
    private final MapOutputTracker mapOutputs;
    private final Replication replication;
    private final HeldOutputs held;
    private final TaskServices services;

    ExecutorData(
            ExecutorConfig config, DriverLink driver, ExecutorParts parts, ExecutorThreads threads, IntSupplier epoch) {
        Supplier<RecordCodec> codecs = () -> RecordCodecs.forJob(parts.loader());
        pool = new MemoryPool(config.memoryPoolBytes(), config.storageFraction());
        directories = new LocalDirectories(parts.localDirectories(), config.executor(), parts.faults());
        threads.workers().execute(directories::deleteLeftBehind);
        ServingHandler serving = new ServingHandler();
        Transport transport = parts.transport();
        port = transport == null
                ? 0
                : transport
                        .listen(new InetSocketAddress(config.host(), 0), serving)
                        .getPort();
        connections = transport == null ? null : new PeerConnections(transport);
        Peers peers = connections == null ? Peers.none() : connections;
        var reporter = new BlockReporter(driver, config.executor(), epoch);
        blocks = new BlockStore(pool, directories, config.compression(), codecs, reporter);
        var questions = new DriverQuestions(driver, epoch, threads.timer());
        var remote = new RemoteBlocks(questions, peers, config.executor());
        replication = new Replication(blocks, remote, new Address(config.host(), port), threads.workers());
        broadcastReader = new BroadcastReader(blocks, remote, codecs, config.executor());
        broadcasts =
                parts.driverBlocks() == null ? broadcastReader::read : new NearBroadcasts(parts.driverBlocks(), codecs);
        segments = new SegmentFiles(directories);
        merged = new MergedSegments(directories, config.executor(), threads.workers());
        held = new HeldOutputs(directories, segments);
        mapOutputs = new MapOutputTracker(questions);
        serving.serveWith(new DataServer(segments, merged, blocks, replication, threads.workers(), parts.faults()));
        services = new TaskServices(
                pool,
                directories,
                config.compression(),
                codecs,
                new SegmentFetcher(
                        mapOutputs,
                        new LocalSegments(segments, merged, config.host()),
                        peers,
                        config.fetch(),
                        threads.timer(),
                        parts.faults()),
                new ShuffleWriters(
                        directories,
                        config.compression(),
                        new ShuffleWriters.Location(config.executor(), config.host(), port),
                        merged),
                persisted(new PartitionCache(blocks, remote, replication)),
                new DriverCommitGate(config.executor(), questions),
                new DriverBarrierGate(config.executor(), questions),
                parts.faults(),
                config.maxResultBytes());
    }

    TaskServices services() {
        return services;
    }

    BroadcastValues broadcasts() {
        return broadcasts;
    }

    MemoryPool pool() {
        return pool;
    }

    BlockStore blocks() {
        return blocks;
    }

    MapOutputTracker mapOutputs() {
        return mapOutputs;
    }

    HeldOutputs heldOutputs() {
        return held;
    }

    /** Where others reach this executor; 0 when they do not. */
    int port() {
        return port;
    }

    List<String> localDirectories() {
        return directories.roots().stream().map(Object::toString).toList();
    }

    void removeShuffles(List<Integer> shuffleIds) {
        mapOutputs.invalidate(shuffleIds);
        shuffleIds.forEach(merged::forget);
        shuffleIds.forEach(segments::removeShuffle);
    }

    void removeBlocks(List<String> names, List<String> prefixes) {
        names.forEach(name -> blocks.remove(BlockId.parse(name)));
        for (String prefix : prefixes) {
            blocks.removePrefix(prefix);
            String[] parts = prefix.split("_", -1);
            if (parts[0].equals("broadcast") && parts.length > 1 && parts[1].matches("\\d+")) {
                forgetBroadcast(Long.parseLong(parts[1]));
            }
        }
    }

    /** Sends a copy of each block to another executor on its way. */
    void copyAway(List<String> names) {
        names.forEach(name -> replication.copyAway(BlockId.parse(name)));
    }

    private void forgetBroadcast(long id) {
        broadcastReader.forget(id);
        if (broadcasts instanceof NearBroadcasts near) {
            near.forget(id);
        }
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.close();
        }
        directories.close();
    }

    private static PersistedBlocks persisted(PartitionCache cache) {
        return new PersistedBlocks() {
            @Override
            public long count(BlockId block) {
                return cache.count(block);
            }

            @Override
            public @Nullable BlockValues values(BlockId block, RecordCodec codec) {
                return cache.values(block, codec);
            }

            @Override
            public BlockBuilder build(BlockId block, StorageLevel level, RecordCodec codec) {
                return cache.build(block, level, codec);
            }
        };
    }
}
