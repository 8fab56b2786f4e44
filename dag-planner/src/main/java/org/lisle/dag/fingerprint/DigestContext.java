package org.lisle.dag.fingerprint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lisle.api.Broadcast;

/** What digests of functions need to know of the running application. Thread-safe. */
public final class DigestContext {
    private final ClassLoader loader;
    private final Map<Long, Digest> broadcasts = new ConcurrentHashMap<>();

    /** @param loader finds the classes of the program */
    public DigestContext(ClassLoader loader) {
        this.loader = loader;
    }

    ClassLoader loader() {
        return loader;
    }

    /** A broadcast was made with this content. */
    public void broadcast(long id, Digest content) {
        broadcasts.put(id, content);
    }

    /** {@link Digest#NONE} for one that nobody told of. */
    Digest broadcastContent(Broadcast.Reference reference) {
        return broadcasts.getOrDefault(reference.id(), Digest.NONE);
    }
}
