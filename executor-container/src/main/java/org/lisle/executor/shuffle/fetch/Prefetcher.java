package org.lisle.executor.shuffle.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.peer.Address;

/**
 * Hands out the remote segments of a plan in order, piece by piece, while the next ones are on their way. Pieces that were asked for and
 * not yet given back never take more than the budget, and their memory is reserved before they are asked for. Reading ahead never makes
 * others spill; the one piece that is needed now may.
 *
 * <p>Confined to the task's thread; event loops complete the pieces' futures.
 */
final class Prefetcher extends MemoryConsumer {
    private static final int MOST_PIECES_PER_REQUEST = 1024;
    private static final long LEAST_PIECE_BYTES = 64 << 10;
    private static final long MOST_PIECE_BYTES = 8 << 20;

    private final SegmentClient client;
    private final TaskMemory memory;
    private final ShuffleReadMetrics metrics;
    private final long budget;
    private final long pieceBytes;
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private final ArrayDeque<Piece> asked = new ArrayDeque<>();
    private long outstanding;
    private @Nullable Piece handedOut;

    /** @param segments in the order in which they will be read */
    Prefetcher(
            int shuffleId,
            List<FetchPlan.Segment> segments,
            SegmentClient client,
            TaskMemory memory,
            long maxBytesInFlight,
            ShuffleReadMetrics metrics) {
        super("shuffle " + shuffleId + " reader");
        this.client = client;
        this.memory = memory;
        this.metrics = metrics;
        this.budget = Math.max(LEAST_PIECE_BYTES, Math.min(maxBytesInFlight, memory.fairShare() / 4));
        this.pieceBytes = Math.max(LEAST_PIECE_BYTES, Math.min(MOST_PIECE_BYTES, budget / 4));
        segments.forEach(segment -> waiting.addAll(pieces(segment, 0, false)));
    }

    /** Asks for what the budget allows. */
    void pump() {
        if (waiting.isEmpty() || outstanding > budget / 2) {
            return;
        }
        Map<List<Address>, List<Piece>> byServers = new LinkedHashMap<>();
        while (!waiting.isEmpty() && reserve(waiting.element())) {
            Piece piece = waiting.remove();
            asked.add(piece);
            byServers
                    .computeIfAbsent(piece.segment().addresses(), servers -> new ArrayList<>())
                    .add(piece);
        }
        byServers.values().forEach(this::send);
    }

    /**
     * The next bytes of the segment, valid until the next call; null after its last. The bytes of the call before are given back.
     *
     * @throws FetchFailedException when they cannot be had
     */
    byte @Nullable [] next(FetchPlan.Segment segment) {
        while (true) {
            giveBack();
            pump();
            Piece piece = asked.peek();
            if (piece == null || !piece.segment().equals(segment)) {
                return null;
            }
            byte[] bytes = await(piece);
            asked.remove();
            handedOut = piece;
            metrics.readRemote(bytes.length);
            if (bytes.length > 0) {
                return bytes;
            }
        }
    }

    /**
     * Fetches the segment again from the offset; what was asked of it and of those after it is asked again.
     *
     * @param fromDisk whether the server is to look at the disk anew
     */
    void restart(FetchPlan.Segment segment, long offset, boolean fromDisk) {
        giveBack();
        waiting.removeIf(piece -> piece.segment().equals(segment));
        while (!asked.isEmpty()) {
            Piece piece = asked.removeLast();
            piece.bytes().cancel(false);
            release(piece);
            if (!piece.segment().equals(segment)) {
                waiting.addFirst(Piece.of(
                        piece.segment(), piece.offset(), piece.length(), piece.fromDisk(), piece.reservation()));
            }
        }
        List<Piece> again = pieces(segment, offset, fromDisk);
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    void close() {
        giveBack();
        waiting.clear();
        asked.forEach(piece -> piece.bytes().cancel(false));
        asked.clear();
        outstanding = 0;
        memory.releaseAll(this);
    }

    /** What is on its way cannot be put on disk, and is bounded. */
    @Override
    public long spill(long targetBytes) {
        return 0;
    }

    private List<Piece> pieces(FetchPlan.Segment segment, long offset, boolean fromDisk) {
        List<Piece> pieces = new ArrayList<>();
        long at = offset;
        while (segment.bytesAtMost() - at > pieceBytes) {
            pieces.add(Piece.of(segment, at, pieceBytes, fromDisk, pieceBytes));
            at += pieceBytes;
        }
        pieces.add(Piece.of(segment, at, -1, fromDisk, Math.max(0, segment.bytesAtMost() - at)));
        return pieces;
    }

    private boolean reserve(Piece piece) {
        long bytes = piece.reservation();
        if (outstanding == 0) {
            memory.reserveMinimum(bytes, this);
        } else if (outstanding + bytes > budget || !memory.tryReserve(bytes, this)) {
            return false;
        }
        outstanding += bytes;
        return true;
    }

    /** Cut into requests, so that the first bytes come early and several are answered side by side. */
    private void send(List<Piece> pieces) {
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < pieces.size(); i++) {
            bytes += pieces.get(i).reservation();
            if (bytes >= budget / 5 || i + 1 - from == MOST_PIECES_PER_REQUEST || i + 1 == pieces.size()) {
                client.fetch(List.copyOf(pieces.subList(from, i + 1)));
                from = i + 1;
                bytes = 0;
            }
        }
    }

    private byte[] await(Piece piece) {
        boolean waits = !piece.isOver();
        long began = System.nanoTime();
        try {
            return piece.bytes().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST, "interrupted while waiting for " + piece.segment(), "", e);
        } catch (ExecutionException | CancellationException e) {
            throw fetchFailed(piece, e.getCause() == null ? e : e.getCause());
        } finally {
            if (waits) {
                metrics.fetchWaited(System.nanoTime() - began);
            }
        }
    }

    /** Names the map output of this piece, those known to be lost by now, and all on its host that are wanted, when nobody there answers. */
    private FetchFailedException fetchFailed(Piece piece, Throwable failure) {
        SegmentClient.PieceLost reason = failure instanceof SegmentClient.PieceLost known ? known : null;
        String unreachable =
                reason != null && reason.unreachable() ? piece.segment().host() : "";
        Map<Integer, Long> lost = new TreeMap<>();
        Stream.concat(asked.stream(), waiting.stream())
                .filter(other -> other == piece
                        || other.bytes().isCompletedExceptionally()
                        || other.segment().host().equals(unreachable))
                .map(other -> other.segment().name())
                .forEach(name -> lost.put(name.mapPartition(), name.taskId()));
        Address address =
                reason != null ? reason.address() : piece.segment().addresses().get(0);
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new FetchFailedException(
                piece.segment().name().shuffleId(),
                List.copyOf(lost.keySet()),
                List.copyOf(lost.values()),
                address.toString(),
                unreachable,
                String.valueOf(cause.getMessage()),
                cause);
    }

    private void giveBack() {
        Piece piece = handedOut;
        if (piece != null) {
            handedOut = null;
            release(piece);
        }
    }

    private void release(Piece piece) {
        outstanding -= piece.reservation();
        memory.release(piece.reservation(), this);
    }
}
