package org.lisle.executor.block;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The values of a block, which stays where it is until this is closed. Confined to one thread. */
public interface BlockValues extends Iterator<@Nullable Object>, AutoCloseable {
    @Override
    void close();
}
