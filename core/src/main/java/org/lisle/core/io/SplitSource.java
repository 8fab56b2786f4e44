package org.lisle.core.io;

import java.util.Iterator;
import org.lisle.api.function.Function2;

/** A source whose splits mean something to the program. */
public interface SplitSource<T> extends DataSource<T> {
    /**
     * The same source, its splits each through a function.
     *
     * @param function takes the split, of the class that the program knows, and its records
     */
    <R> DataSource<R> withSplit(Function2<?, Iterator<T>, Iterator<R>> function);
}
