package org.lisle.api;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lisle.core.id.BlockId;
import org.lisle.dag.driver.DriverServices;

/** The driver's side of a broadcast: the value itself, and its pieces given to the services for executors to fetch. */
final class DriverBroadcast<T> extends Broadcast<T> {
    private static final long serialVersionUID = 1L;

    private final transient T value;
    private final transient DriverServices services;

    private DriverBroadcast(Reference reference, T value, DriverServices services) {
        super(reference);
        this.value = value;
        this.services = services;
    }

    /** @param encoded the bytes of the value */
    static <T> DriverBroadcast<T> put(long id, T value, byte[] encoded, DriverServices services) {
        int pieces = Math.max(1, (encoded.length + PIECE_BYTES - 1) / PIECE_BYTES);
        for (int piece = 0; piece < pieces; piece++) {
            int from = piece * PIECE_BYTES;
            int to = Math.min(encoded.length, from + PIECE_BYTES);
            services.putBlock(new BlockId.BroadcastPiece(id, piece).text(), Arrays.copyOfRange(encoded, from, to));
        }
        return new DriverBroadcast<>(new Reference(id, pieces, encoded.length), value, services);
    }

    static String prefix(long id) {
        return "broadcast_" + id + "_";
    }

    @Override
    protected T load() {
        return value;
    }

    @Override
    protected void dropCopies() {
        List<String> names = IntStream.range(0, reference().pieces())
                .mapToObj(piece -> new BlockId.BroadcastPiece(id(), piece).text())
                .toList();
        List<byte[]> pieces = names.stream().map(services::block).toList();
        services.removeBlocks(List.of(prefix(id())));
        for (int piece = 0; piece < pieces.size(); piece++) {
            services.putBlock(names.get(piece), pieces.get(piece));
        }
    }

    @Override
    protected void dropAll() {
        services.removeBlocks(List.of(prefix(id())));
    }
}
