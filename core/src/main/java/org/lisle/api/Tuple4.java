package org.lisle.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Four values, such as the four groups of a cogroup with three others. */
public record Tuple4<
                A extends @Nullable Object,
                B extends @Nullable Object,
                C extends @Nullable Object,
                D extends @Nullable Object>(
        A first, B second, C third, D fourth) implements Serializable {
    @Override
    public String toString() {
        return "(" + first + "," + second + "," + third + "," + fourth + ")";
    }
}
