package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.message.FetchSegments;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.message.SegmentRequest;
import org.lisle.executor.peer.Address;
import org.lisle.executor.peer.Peers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches pieces from other executors and tries again. A round asks the servers of the segments' node one after the other, at once; between
 * rounds the wait doubles, and before each the driver's newest word on where the segments are is used: they move to a neighbour or a shuffle
 * server when an executor is lost. A server that says it does not have a segment that the driver says it has is believed.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
final class SegmentClient {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentClient.class);

    private final Peers peers;
    private final FetchConfig config;
    private final ScheduledExecutorService scheduler;
    private final IntFunction<CompletableFuture<MapOutputs>> locations;
    private final FaultInjector faults;

    /** @param locations where the outputs of a shuffle are now */
    SegmentClient(
            Peers peers,
            FetchConfig config,
            ScheduledExecutorService scheduler,
            IntFunction<CompletableFuture<MapOutputs>> locations,
            FaultInjector faults) {
        this.peers = peers;
        this.config = config;
        this.scheduler = scheduler;
        this.locations = locations;
        this.faults = faults;
    }

    /**
     * One question.
     *
     * @param servers who is asked in this round, the one the driver named first
     * @param round from 0; begins anew when the driver names another server
     * @param index which of them
     * @param first why the first of this round failed
     */
    private record Attempt(
            List<Address> servers,
            int round,
            int index,
            @Nullable Throwable first) {
        Address address() {
            return servers.get(index);
        }

        boolean isLastOfRound() {
            return index + 1 == servers.size();
        }
    }

    /** Fetches pieces whose segments have the same addresses; completes each piece's bytes, exceptionally when all tries failed. */
    void fetch(List<Piece> pieces) {
        send(pieces, new Attempt(pieces.get(0).segment().addresses(), 0, 0, null));
    }

    private void send(List<Piece> pieces, Attempt attempt) {
        List<Piece> wanted = left(pieces);
        if (wanted.isEmpty()) {
            return;
        }
        var name = wanted.get(0).segment().name();
        Fault fault = faults.at(FaultPoint.FETCH, name.shuffleId() + "/" + name.mapPartition());
        switch (fault.kind()) {
            case NONE -> ask(wanted, attempt);
            case DELAY ->
                scheduler.schedule(() -> ask(wanted, attempt), fault.delay().toMillis(), TimeUnit.MILLISECONDS);
            case FAIL -> failed(wanted, attempt, new LisleException(ErrorCode.CONNECTION_LOST, "as ordered", ""));
            default -> throw new IllegalArgumentException("fetching cannot " + fault.kind());
        }
    }

    private void ask(List<Piece> wanted, Attempt attempt) {
        peers.connection(attempt.address()).whenComplete((connection, failure) -> {
            if (failure != null) {
                failed(wanted, attempt, failure);
            } else {
                connection.fetch(request(wanted), new PieceReceiver(wanted, reason -> failed(wanted, attempt, reason)));
            }
        });
    }

    private void failed(List<Piece> pieces, Attempt attempt, Throwable failure) {
        List<Piece> left = left(pieces);
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
        LOG.info("Fetching {} from {} failed: {}", left.get(0).segment(), attempt.address(), cause.toString());
        Throwable first = attempt.first() == null ? cause : attempt.first();
        if (!attempt.isLastOfRound()) {
            send(left, new Attempt(attempt.servers(), attempt.round(), attempt.index() + 1, first));
        } else if (isAbsent(first) || attempt.round() >= config.maxRetries()) {
            var lost = new PieceLost(attempt.address(), isConnectionLost(first) && isConnectionLost(cause), first);
            left.forEach(piece -> piece.bytes().completeExceptionally(lost));
        } else {
            long wait = config.retryWait().toMillis() << Math.min(attempt.round(), 20);
            scheduler.schedule(() -> nextRound(left, attempt), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void nextRound(List<Piece> pieces, Attempt last) {
        List<Piece> left = left(pieces);
        if (left.isEmpty()) {
            return;
        }
        int shuffleId = left.get(0).segment().name().shuffleId();
        locations.apply(shuffleId).whenComplete((outputs, failure) -> {
            Map<List<Address>, List<Piece>> byServers = new LinkedHashMap<>();
            for (Piece piece : left) {
                List<Address> servers =
                        failure == null ? FetchPlan.serversOf(piece.segment().name(), outputs) : List.of();
                byServers
                        .computeIfAbsent(servers.isEmpty() ? last.servers() : servers, s -> new ArrayList<>())
                        .add(piece);
            }
            byServers.forEach((servers, together) -> {
                boolean moved = !servers.get(0).equals(last.servers().get(0));
                send(together, new Attempt(servers, moved ? 0 : last.round() + 1, 0, null));
            });
        });
    }

    private static List<Piece> left(List<Piece> pieces) {
        return pieces.stream().filter(piece -> !piece.isOver()).toList();
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
                    piece.fromDisk()));
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

    /** All tries for a piece failed; {@code address} is who was asked last, {@code unreachable} whether nobody answered. */
    static final class PieceLost extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Address address;
        private final boolean unreachable;

        PieceLost(Address address, boolean unreachable, Throwable cause) {
            super(cause);
            this.address = address;
            this.unreachable = unreachable;
        }

        Address address() {
            return address;
        }

        boolean unreachable() {
            return unreachable;
        }
    }
}
