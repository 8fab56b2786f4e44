package org.lisle.dag.lineage;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** The results of a function that gives many for one, one after the other; holds one inner iterator at a time. */
final class FlatIterator<T, R> implements Iterator<R> {
    private final Iterator<T> outer;
    private final FlatMapFunction<T, R> function;
    private Iterator<R> inner = Collections.emptyIterator();

    FlatIterator(Iterator<T> outer, FlatMapFunction<T, R> function) {
        this.outer = outer;
        this.function = function;
    }

    @Override
    public boolean hasNext() {
        while (!inner.hasNext()) {
            if (!outer.hasNext()) {
                return false;
            }
            inner = apply(outer.next());
        }
        return true;
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return inner.next();
    }

    private Iterator<R> apply(T value) {
        try {
            return function.call(value);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LisleException(ErrorCode.USER_CODE_FAILED, "a function failed on " + value, "", e);
        }
    }
}
