package org.lisle.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Broadcast;
import org.lisle.core.codec.BroadcastEncoding;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.id.BlockId;
import org.lisle.executor.task.BroadcastValues;

/** Broadcasts whose pieces the driver holds in this JVM. A value is decoded once, so that tasks see a copy as they would elsewhere. Thread-safe. */
final class NearBroadcasts implements BroadcastValues {
    private final Function<String, byte[]> pieces;
    private final Supplier<RecordCodec> codecs;
    private final Map<Long, Optional<Object>> values = new ConcurrentHashMap<>();

    NearBroadcasts(Function<String, byte[]> pieces, Supplier<RecordCodec> codecs) {
        this.pieces = pieces;
        this.codecs = codecs;
    }

    @Override
    public @Nullable Object read(Broadcast.Reference reference) {
        return values.computeIfAbsent(reference.id(), id -> Optional.ofNullable(decode(reference)))
                .orElse(null);
    }

    void forget(long broadcastId) {
        values.remove(broadcastId);
    }

    private @Nullable Object decode(Broadcast.Reference reference) {
        List<byte[]> bytes = new ArrayList<>();
        for (int piece = 0; piece < reference.pieces(); piece++) {
            bytes.add(pieces.apply(new BlockId.BroadcastPiece(reference.id(), piece).text()));
        }
        return BroadcastEncoding.decode(bytes, codecs.get(), "broadcast " + reference.id());
    }
}
