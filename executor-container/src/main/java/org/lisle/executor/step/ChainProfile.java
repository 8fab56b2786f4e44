package org.lisle.executor.step;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much has gone through chains of one key in this executor, and the specialised ones that no task uses now. Thread-safe. */
final class ChainProfile {
    private static final Logger LOG = LoggerFactory.getLogger(ChainProfile.class);

    private final AtomicLong records = new AtomicLong();
    private final Queue<SpecialChain> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean failed;

    /** Counts records. @return how many there have been */
    long count(long more) {
        return records.addAndGet(more);
    }

    /** A chain for one task, to be given back; null when it cannot be made. */
    @Nullable
    SpecialChain borrow(Chain chain) {
        SpecialChain known = idle.poll();
        if (known != null || failed) {
            return known;
        }
        try {
            return new SpecialChain(chain);
        } catch (Exception | LinkageError e) {
            failed = true;
            LOG.debug(
                    "A chain of {} operators stays as it is", chain.operators().size(), e);
            return null;
        }
    }

    void giveBack(SpecialChain chain) {
        chain.unbind();
        idle.add(chain);
    }
}
