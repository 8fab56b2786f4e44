package org.lisle.executor.block;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Broadcast;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.BroadcastEncoding;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BlockHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of broadcasts. An executor fetches the pieces in an order of its own, each from some executor that has it, and keeps and reports
 * it at once, so that the next can have it from here: the driver sends each piece about once. (The idea is Spark's TorrentBroadcast.) The
 * value is decoded once and shared by all tasks, as long as there is memory for it; the pieces stay in the block store.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class BroadcastReader {
    private static final Logger LOG = LoggerFactory.getLogger(BroadcastReader.class);
    private static final StorageLevel PIECE_LEVEL = StorageLevel.MEMORY_AND_DISK_SER;

    private final BlockStore store;
    private final RemoteBlocks remote;
    private final Supplier<RecordCodec> codecs;
    private final String executor;
    private final ConcurrentHashMap<Long, Slot> slots = new ConcurrentHashMap<>();

    /**
     * @param codecs makes codecs with the job's class loader
     * @param executor this executor's id: seeds the order of pieces and holders
     */
    public BroadcastReader(BlockStore store, RemoteBlocks remote, Supplier<RecordCodec> codecs, String executor) {
        this.store = store;
        this.remote = remote;
        this.codecs = codecs;
        this.executor = executor;
    }

    /**
     * The value; the first call fetches it, others wait for that one.
     *
     * @throws LisleException CONNECTION_LOST when a piece cannot be had from anybody, BLOCK_CORRUPT when the pieces are damaged
     */
    public @Nullable Object read(Broadcast.Reference reference) {
        return slots.computeIfAbsent(reference.id(), id -> new Slot()).value(reference);
    }

    /** Drops the value and its pieces. */
    public void forget(long broadcastId) {
        slots.remove(broadcastId);
        store.removePrefix("broadcast_" + broadcastId + "_");
    }

    /** One broadcast's value; its lock is held while the value is fetched. */
    private final class Slot {
        @GuardedBy("this")
        private @Nullable SoftReference<Value> known;

        synchronized @Nullable Object value(Broadcast.Reference reference) {
            Value value = known == null ? null : known.get();
            if (value == null) {
                value = new Value(load(reference));
                known = new SoftReference<>(value);
            }
            return value.object();
        }
    }

    private record Value(@Nullable Object object) {}

    private @Nullable Object load(Broadcast.Reference reference) {
        try {
            return decode(reference);
        } catch (LisleException e) {
            if (e.code() != ErrorCode.BLOCK_CORRUPT) {
                throw e;
            }
            LOG.warn("The pieces of broadcast {} are damaged, fetching them again", reference.id(), e);
            store.removePrefix("broadcast_" + reference.id() + "_");
            return decode(reference);
        }
    }

    private @Nullable Object decode(Broadcast.Reference reference) {
        List<Integer> order = new ArrayList<>();
        for (int piece = 0; piece < reference.pieces(); piece++) {
            order.add(piece);
        }
        Random random = new Random(31L * executor.hashCode() + reference.id());
        Collections.shuffle(order, random);
        byte[][] pieces = new byte[reference.pieces()][];
        for (int piece : order) {
            pieces[piece] = piece(new BlockId.BroadcastPiece(reference.id(), piece), random);
        }
        return BroadcastEncoding.decode(List.of(pieces), codecs.get(), "broadcast " + reference.id());
    }

    private byte[] piece(BlockId id, Random random) {
        byte[] here = store.bytes(id);
        if (here != null) {
            return here;
        }
        byte[] fetched = fetch(id, random);
        store.putBytes(id, fetched, PIECE_LEVEL);
        return fetched;
    }

    private byte[] fetch(BlockId id, Random random) {
        List<BlockHolder> holders = new ArrayList<>(remote.holders(id));
        if (holders.isEmpty()) {
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST, "nobody has " + id.text(), "was the broadcast destroyed while in use?");
        }
        // The last is the driver, who serves everybody.
        Collections.shuffle(holders.subList(0, holders.size() - 1), random);
        LisleException failure = null;
        for (BlockHolder holder : holders) {
            try {
                var bytes = new ByteArrayOutputStream();
                remote.copy(id, RemoteBlocks.addressOf(holder), bytes);
                return bytes.toByteArray();
            } catch (LisleException e) {
                LOG.info("{} cannot be had from {}: {}", id.text(), holder.getExecutor(), e.getMessage());
                failure = e;
            } catch (IOException e) {
                throw new IllegalStateException("memory does not fail to be written", e);
            }
        }
        throw failure;
    }
}
