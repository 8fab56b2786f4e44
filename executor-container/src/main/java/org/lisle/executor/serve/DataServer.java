package org.lisle.executor.serve;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.Ack;
import org.lisle.core.message.FetchBlock;
import org.lisle.core.message.FetchSegments;
import org.lisle.core.message.PutBlock;
import org.lisle.core.message.SegmentRequest;
import org.lisle.executor.block.BlockStore;
import org.lisle.executor.block.Replication;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers FetchSegments with parts of the files of any executor of the application on this node, dead ones included; FetchBlock with blocks
 * of this executor; PutBlock by taking a copy. Bytes of files go to the wire without passing through here.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class DataServer implements ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DataServer.class);

    private final SegmentFiles segments;
    private final BlockStore blocks;
    private final Replication replication;
    private final Executor workers;

    /** @param workers looks for files and reads indexes, so that no event loop is blocked */
    public DataServer(SegmentFiles segments, BlockStore blocks, Replication replication, Executor workers) {
        this.segments = segments;
        this.blocks = blocks;
        this.replication = replication;
        this.workers = workers;
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
        if (message instanceof PutBlock put) {
            return replication.take(put).thenApply(taken -> new Ack(0));
        }
        return CompletableFuture.failedFuture(unknown(message));
    }

    @Override
    public void message(Connection connection, SpecificRecord message) {
        LOG.warn(
                "{} sent a {}, which nobody here waits for",
                connection.remoteAddress(),
                message.getSchema().getName());
    }

    @Override
    public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
        if (request instanceof FetchSegments fetch) {
            return CompletableFuture.supplyAsync(() -> segments(fetch), workers);
        }
        if (request instanceof FetchBlock fetch) {
            return CompletableFuture.supplyAsync(() -> block(fetch), workers);
        }
        return CompletableFuture.failedFuture(unknown(request));
    }

    private BulkSource segments(FetchSegments fetch) {
        List<BulkSource.Chunk> chunks = new ArrayList<>(fetch.getSegments().size());
        for (SegmentRequest wanted : fetch.getSegments()) {
            chunks.add(segment(fetch.getShuffleId(), wanted));
        }
        return new BulkSource(chunks);
    }

    private BulkSource.Chunk segment(int shuffleId, SegmentRequest wanted) {
        var name = new MapOutputName(shuffleId, wanted.getMapPartition(), wanted.getMapTaskId());
        SegmentFiles.Located output = segments.find(name)
                .orElseThrow(() ->
                        new LisleException(ErrorCode.FETCH_FAILED, "the output " + name + " is not on this node", ""));
        int first = wanted.getFirstReducePartition();
        int last = wanted.getLastReducePartition();
        if (first < 0 || first > last || last > output.index().partitions() || wanted.getOffset() < 0) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    name + " has " + output.index().partitions() + " segments, asked for were " + first + " to " + last,
                    "");
        }
        long end = output.index().offset(last);
        long from = Math.min(end, output.index().offset(first) + wanted.getOffset());
        long length = wanted.getLength() < 0 ? end - from : Math.min(end - from, wanted.getLength());
        return new BulkSource.FileSlice(output.dataFile(), from, length);
    }

    private BulkSource block(FetchBlock fetch) {
        return blocks.serve(BlockId.parse(fetch.getBlock()), fetch.getOffset(), fetch.getLength())
                .orElseThrow(() -> new LisleException(
                        ErrorCode.FETCH_FAILED, "the block " + fetch.getBlock() + " is not in this executor", ""));
    }

    private static LisleException unknown(SpecificRecord message) {
        return new LisleException(
                ErrorCode.PROTOCOL,
                "a data server does not answer " + message.getSchema().getName(),
                "do all processes run the same version?");
    }
}
