package org.lisle.executor.block;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BlockHolder;
import org.lisle.core.message.BlockHolders;
import org.lisle.core.message.FetchBlock;
import org.lisle.core.message.GetReplicaTargets;
import org.lisle.core.message.LocateBlock;
import org.lisle.executor.driver.DriverQuestions;
import org.lisle.executor.peer.Address;
import org.lisle.executor.peer.Peers;
import org.lisle.transport.BulkReceiver;
import org.lisle.transport.Connection;

/** Asks the driver who has a block, and copies blocks from there, one bounded piece after the other. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class RemoteBlocks {
    private static final long PIECE_BYTES = 4L << 20;

    private final DriverQuestions driver;
    private final Peers peers;
    private final String executor;

    /** @param executor this executor's id, which is never asked */
    public RemoteBlocks(DriverQuestions driver, Peers peers, String executor) {
        this.driver = driver;
        this.peers = peers;
        this.executor = executor;
    }

    /** Other holders of the block, in the driver's order: the driver itself last. Waits, also for the next driver. @throws LisleException CONNECTION_LOST */
    List<BlockHolder> holders(BlockId id) {
        var answer = driver.ask(epoch -> new LocateBlock(id.text(), epoch), BlockHolders.class);
        return await(answer, id).getHolders().stream()
                .filter(holder -> !holder.getExecutor().equals(executor))
                .toList();
    }

    /** Executors that may take a replica, best first. */
    CompletionStage<List<BlockHolder>> replicaTargets(BlockId id, int count) {
        return driver.ask(epoch -> new GetReplicaTargets(executor, id.text(), count, epoch), BlockHolders.class)
                .thenApply(BlockHolders::getHolders);
    }

    CompletableFuture<Connection> connection(BlockHolder holder) {
        return peers.connection(addressOf(holder));
    }

    /**
     * Copies all bytes of a block. Waits.
     *
     * @throws LisleException CONNECTION_LOST, or the code that the other end failed with
     */
    void copy(BlockId id, Address from, OutputStream target) throws IOException {
        Connection connection = await(peers.connection(from), id);
        long offset = 0;
        byte[] piece;
        do {
            var received = new Received();
            connection.fetch(new FetchBlock(id.text(), offset, PIECE_BYTES), received);
            piece = await(received.whole, id);
            target.write(piece);
            offset += piece.length;
        } while (piece.length == PIECE_BYTES);
    }

    static Address addressOf(BlockHolder holder) {
        return new Address(holder.getHost(), holder.getPort());
    }

    private static <T> T await(CompletionStage<T> answer, BlockId id) {
        try {
            return answer.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST, "interrupted while waiting for the block " + id.text(), "", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LisleException failure
                    ? failure
                    : new LisleException(
                            ErrorCode.CONNECTION_LOST, "the block " + id.text() + " cannot be had", "", e.getCause());
        }
    }

    /** Joins the chunks of an answer. Confined to the event loop that calls it. */
    private static final class Received implements BulkReceiver {
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public boolean chunk(int index, long length) {
            if (bytes.size() + length <= PIECE_BYTES) {
                return true;
            }
            failed(new LisleException(ErrorCode.PROTOCOL, "more bytes of a block came than were asked for", ""));
            return false;
        }

        @Override
        public void bytes(ByteBuffer source) {
            byte[] copy = new byte[source.remaining()];
            source.get(copy);
            bytes.write(copy, 0, copy.length);
        }

        @Override
        public void completed() {
            whole.complete(bytes.toByteArray());
        }

        @Override
        public void failed(Throwable failure) {
            whole.completeExceptionally(failure);
        }
    }
}
