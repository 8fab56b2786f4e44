package org.lisle.executor.serve;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.message.FetchSegments;
import org.lisle.core.message.SegmentRequest;
import org.lisle.executor.shuffle.merge.MergedSegments;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.lisle.executor.shuffle.segment.SegmentFiles;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;

/**
 * Answers FetchSegments with parts of the files of any executor of the application on this node, dead ones included; bytes go to the wire
 * without passing through here. All that a stand-alone shuffle server does; part of an executor's {@link DataServer}.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class SegmentServer implements ConnectionHandler {
    private final SegmentFiles segments;
    private final MergedSegments merged;
    private final ServingFaults answers;

    /** @param workers looks for files and reads indexes, so that no event loop is blocked */
    public SegmentServer(SegmentFiles segments, MergedSegments merged, Executor workers, FaultInjector faults) {
        this.segments = segments;
        this.merged = merged;
        this.answers = new ServingFaults(faults, workers);
    }

    @Override
    public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
        return CompletableFuture.failedFuture(unknown(message));
    }

    @Override
    public void message(Connection connection, SpecificRecord message) {
        throw unknown(message);
    }

    @Override
    public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
        if (!(request instanceof FetchSegments fetch)) {
            return CompletableFuture.failedFuture(unknown(request));
        }
        int first =
                fetch.getSegments().isEmpty() ? -1 : fetch.getSegments().get(0).getMapPartition();
        return answers.answer(fetch.getShuffleId() + "/" + first, () -> segments(fetch));
    }

    private BulkSource segments(FetchSegments fetch) {
        MergedSegments.Copies copies = merged.of(fetch.getShuffleId());
        List<BulkSource.Chunk> chunks = new ArrayList<>(fetch.getSegments().size());
        for (SegmentRequest wanted : fetch.getSegments()) {
            chunks.add(segment(fetch.getShuffleId(), wanted, copies));
        }
        return new BulkSource(chunks);
    }

    private BulkSource.Chunk segment(int shuffleId, SegmentRequest wanted, MergedSegments.Copies copies) {
        var name = new MapOutputName(shuffleId, wanted.getMapPartition(), wanted.getMapTaskId());
        int first = wanted.getFirstReducePartition();
        int last = wanted.getLastReducePartition();
        if (!wanted.getFromDisk() && last == first + 1 && wanted.getOffset() >= 0) {
            Optional<MergedSegments.Slice> copy = copies.find(name, first);
            if (copy.isPresent()) {
                return slice(copy.get().file(), copy.get().from(), copy.get().to(), wanted);
            }
        }
        Optional<SegmentFiles.Located> found =
                wanted.getFromDisk() ? segments.verified(name, first, last) : segments.find(name);
        SegmentFiles.Located output = found.orElseThrow(
                () -> new LisleException(ErrorCode.FETCH_FAILED, "the output " + name + " is not on this node", ""));
        if (first < 0 || first > last || last > output.index().partitions() || wanted.getOffset() < 0) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    name + " has " + output.index().partitions() + " segments, asked for were " + first + " to " + last,
                    "");
        }
        return slice(
                output.dataFile(), output.index().offset(first), output.index().offset(last), wanted);
    }

    private static BulkSource.Chunk slice(Path file, long begin, long end, SegmentRequest wanted) {
        long from = Math.min(end, begin + wanted.getOffset());
        long length = wanted.getLength() < 0 ? end - from : Math.min(end - from, wanted.getLength());
        return new BulkSource.FileSlice(file, from, length);
    }

    private static LisleException unknown(SpecificRecord message) {
        return new LisleException(
                ErrorCode.PROTOCOL,
                "a server of segments does not answer " + message.getSchema().getName(),
                "do all processes run the same version?");
    }
}
