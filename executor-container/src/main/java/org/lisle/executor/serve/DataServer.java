package org.lisle.executor.serve;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.Ack;
import org.lisle.core.message.FetchBlock;
import org.lisle.core.message.FetchSegments;
import org.lisle.core.message.PutBlock;
import org.lisle.executor.block.BlockStore;
import org.lisle.executor.block.Replication;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers FetchSegments ({@link SegmentServer}), FetchBlock with blocks of this executor, PutBlock by taking a copy. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class DataServer implements ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DataServer.class);

    private final SegmentServer segments;
    private final BlockStore blocks;
    private final Replication replication;
    private final ServingFaults answers;

    /** @param workers looks for files and reads indexes, so that no event loop is blocked */
    public DataServer(
            SegmentFiles segments,
            MergedSegments merged,
            BlockStore blocks,
            Replication replication,
            Executor workers,
            FaultInjector faults) {
        this.segments = new SegmentServer(segments, merged, workers, faults);
        this.blocks = blocks;
        this.replication = replication;
        this.answers = new ServingFaults(faults, workers);
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
        if (request instanceof FetchSegments) {
            return segments.bulk(connection, request);
        }
        if (request instanceof FetchBlock fetch) {
            return answers.answer(fetch.getBlock(), () -> block(fetch));
        }
        return CompletableFuture.failedFuture(unknown(request));
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
