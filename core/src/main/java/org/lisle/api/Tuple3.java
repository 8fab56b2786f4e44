package org.lisle.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Three values, such as the three groups of a cogroup with two others. */
public record Tuple3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
        A first, B second, C third) implements Serializable {
    @Override
    public String toString() {
        return "(" + first + "," + second + "," + third + ")";
    }
}
