package org.lisle.api;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.codec.BroadcastEncoding;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.compress.Compression;
import org.lisle.core.journal.BroadcastMade;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.fingerprint.Digest;
import org.lisle.dag.fingerprint.DigestContext;
import org.lisle.dag.fingerprint.Digester;
import org.lisle.dag.journal.DriverJournal;

/** Makes a context's broadcasts and accumulators known to the driver's services. Thread-safe. */
final class SharedVariables {
    private final DriverServices services;
    private final Compression compression;
    private final ClassLoader loader;
    private final DriverJournal journal;
    private final DigestContext digests;

    SharedVariables(
            DriverServices services,
            Compression compression,
            ClassLoader loader,
            DriverJournal journal,
            DigestContext digests) {
        this.journal = journal;
        this.digests = digests;
        this.services = services;
        this.compression = compression;
        this.loader = loader;
    }

    <T> Broadcast<T> broadcast(T value) {
        List<byte[]> pieces = BroadcastEncoding.encode(
                value, RecordCodecs.forJob(loader), compression, BroadcastEncoding.PIECE_BYTES);
        return DriverBroadcast.put(id(pieces), value, pieces, services);
    }

    /** The same content has the same id when the program runs again, so that executors find what they hold. */
    private long id(List<byte[]> pieces) {
        if (!journal.isEnabled()) {
            return journal.ids().newBroadcast();
        }
        Digester content = new Digester();
        pieces.forEach(content::add);
        Digest digest = content.digest();
        long id =
                journal.claims().broadcast(digest).orElseGet(() -> journal.ids().newBroadcast());
        digests.broadcast(id, digest);
        journal.journal().append(new BroadcastMade(id, ByteBuffer.wrap(digest.bytes())));
        return id;
    }

    /** Partial values come as the serialised copies of tasks, merged on the driver's loop. */
    <IN, OUT> void register(Accumulator<IN, OUT> accumulator, @Nullable String name) {
        long id = journal.ids().newAccumulator();
        accumulator.register(id, name);
        services.registerAccumulator(id, partial -> accumulator.merge(read(partial)));
    }

    @SuppressWarnings("unchecked")
    private <IN, OUT> Accumulator<IN, OUT> read(byte[] partial) {
        return Closures.deserialize(partial, Accumulator.class, loader, HandleBinder.NONE);
    }
}
