package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.FetchSegments;
import org.lisle.core.message.SegmentRequest;
import org.lisle.executor.peer.Address;
import org.lisle.executor.peer.Peers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches pieces from other executors and tries again. A round asks the executors of the segments' host one after the other, at once;
 * between rounds the wait doubles. A host that says it does not have a segment is believed after all its executors said so.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // peers and the scheduler are thread-safe by their contracts
final class SegmentClient {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentClient.class);

    private final Peers peers;
    private final FetchConfig config;
    private final ScheduledExecutorService scheduler;

    SegmentClient(Peers peers, FetchConfig config, ScheduledExecutorService scheduler) {
        this.peers = peers;
        this.config = config;
        this.scheduler = scheduler;
    }

    /** Fetches pieces whose segments have the same addresses; completes each piece's bytes, exceptionally when all tries failed. */
    void fetch(List<Piece> pieces) {
        send(pieces, 0);
    }

    private void send(List<Piece> pieces, int attempt) {
        List<Piece> wanted = pieces.stream().filter(piece -> !piece.isOver()).toList();
        if (wanted.isEmpty()) {
            return;
        }
        List<Address> addresses = wanted.get(0).segment().addresses();
        Address address = addresses.get(attempt % addresses.size());
        peers.connection(address).whenComplete((connection, failure) -> {
            if (failure != null) {
                failed(wanted, attempt, address, failure);
            } else {
                connection.fetch(
                        request(wanted), new PieceReceiver(wanted, reason -> failed(wanted, attempt, address, reason)));
            }
        });
    }

    private void failed(List<Piece> pieces, int attempt, Address address, Throwable failure) {
        List<Piece> left = pieces.stream().filter(piece -> !piece.isOver()).toList();
        if (left.isEmpty()) {
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (left.size() > 1 && !isConnectionLost(cause)) {
            // One of them is the trouble: ask for each alone.
            left.forEach(piece -> send(List.of(piece), attempt));
            return;
        }
        int servers = left.get(0).segment().addresses().size();
        int next = attempt + 1;
        boolean newRound = next % servers == 0;
        int round = next / servers;
        if (newRound && (isAbsent(cause) || round > config.maxRetries())) {
            left.forEach(piece -> piece.bytes().completeExceptionally(new PieceLost(address, cause)));
            return;
        }
        LOG.info("Fetching {} from {} failed, trying again: {}", left.get(0).segment(), address, cause.toString());
        long wait = newRound ? config.retryWait().toMillis() << Math.min(round - 1, 20) : 0;
        scheduler.schedule(() -> send(left, next), wait, TimeUnit.MILLISECONDS);
    }

    private static FetchSegments request(List<Piece> pieces) {
        List<SegmentRequest> requests = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            var name = piece.segment().name();
            int partition = piece.segment().reducePartition();
            requests.add(new SegmentRequest(
                    name.mapPartition(),
                    name.taskId(),
                    partition,
                    partition + 1,
                    piece.offset(),
                    piece.length(),
                    false));
        }
        return new FetchSegments(pieces.get(0).segment().name().shuffleId(), requests);
    }

    private static boolean isConnectionLost(Throwable failure) {
        return failure instanceof LisleException lisle && lisle.code() == ErrorCode.CONNECTION_LOST;
    }

    /** Whether the other end says that it has no such segment, or a damaged one. */
    private static boolean isAbsent(Throwable failure) {
        return failure instanceof LisleException lisle
                && (lisle.code() == ErrorCode.FETCH_FAILED || lisle.code() == ErrorCode.BLOCK_CORRUPT);
    }

    /** All tries for a piece failed; {@code address} is who was asked last. */
    static final class PieceLost extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Address address;

        PieceLost(Address address, Throwable cause) {
            super(cause);
            this.address = address;
        }

        Address address() {
            return address;
        }
    }
}
