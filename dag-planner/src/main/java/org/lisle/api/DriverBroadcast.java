package org.lisle.api;

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

    /** @param pieces the encoded value */
    static <T> DriverBroadcast<T> put(long id, T value, List<byte[]> pieces, DriverServices services) {
        for (int piece = 0; piece < pieces.size(); piece++) {
            services.putBlock(new BlockId.BroadcastPiece(id, piece).text(), pieces.get(piece));
        }
        long bytes = pieces.stream().mapToLong(piece -> piece.length).sum();
        return new DriverBroadcast<>(new Reference(id, pieces.size(), bytes), value, services);
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
