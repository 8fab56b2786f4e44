package org.lisle.yarn.allocate;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people when containers are waited for unusually long. Written by the allocator's thread, read by any. */
final class WaitingNotice {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingNotice.class);
    private static final long PATIENCE_MILLIS = 10_000;

    private long sinceMillis;
    private volatile String text = "";

    /**
     * @param waits whether something is waited for now
     * @param line what to say; only asked for when the patience is over
     */
    void update(boolean waits, long nowMillis, Supplier<String> line) {
        if (!waits) {
            sinceMillis = 0;
            text = "";
            return;
        }
        sinceMillis = sinceMillis == 0 ? nowMillis : sinceMillis;
        if (nowMillis - sinceMillis >= PATIENCE_MILLIS) {
            boolean first = text.isEmpty();
            text = line.get();
            if (first) {
                LOG.warn("{}", text);
            }
        }
    }

    /** Empty when nothing is waited for, or not for long. */
    String text() {
        return text;
    }
}
