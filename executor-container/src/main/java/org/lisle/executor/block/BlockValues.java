package org.lisle.executor.block;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.PairPart;

/** The values of a block, which stays where it is until this is closed. Confined to one thread. */
public interface BlockValues extends Iterator<@Nullable Object>, AutoCloseable {
    /** Gives this part of each pair instead of the pair. Called before anything else, for a block of pairs. */
    void select(PairPart part);

    /** Passes over all that is left; returns how many values that was. Does not make them where they lie in columns. */
    long skip();

    /**
     * Passes over some values that are all Doubles and have not been made; null where {@link #next} has to make them, or there are none.
     * Valid until the next call.
     */
    @Nullable
    Doubles doubles();

    @Override
    void close();

    /**
     * Doubles without boxes.
     *
     * @param values the first {@code count} of them count
     */
    @SuppressWarnings("ArrayRecordComponent") // for a moment, and for one reader
    record Doubles(double[] values, int count) {}
}
