package org.lisle.dag.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Where the journals of one application lie, one for each epoch. Used by one thread at a time: {@link #seal} first, then
 * {@link #create}, then appending.
 */
public interface JournalStore extends AutoCloseable {
    /** The journal of an older epoch, which nobody can append to any more. */
    interface Sealed {
        int epoch();

        /**
         * Its bytes as far as they were flushed; what follows may be torn.
         *
         * @throws IOException also when its end is lost, and with it the guarantee that its writer cannot append
         */
        InputStream open() throws IOException;
    }

    /**
     * Fences the drivers of older epochs: when this returns, nothing they append can be read, and their next flush fails, but
     * where the store has lost a journal's end. Blocks, for seconds, and then for a minute or two.
     *
     * @return the older journals, the oldest first
     */
    List<Sealed> seal() throws IOException;

    /**
     * Makes this epoch's journal, empty.
     *
     * @throws IOException also when it, or a newer one, is there already
     */
    void create() throws IOException;

    /** Adds bytes that may get lost until {@link #flush}. */
    void append(byte[] bytes, int offset, int length) throws IOException;

    /** When this returns, what was appended survives this process; fails when a newer epoch has sealed this journal. */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
