package org.lisle.api;

import java.io.Serializable;

/**
 * An estimate with an interval in which the true value lies with a probability.
 *
 * @param mean the estimate
 * @param confidence the probability, from 0 to 1; 1 when the value is exact
 * @param low the interval's lower end
 * @param high its upper end, both included
 */
public record BoundedDouble(double mean, double confidence, double low, double high) implements Serializable {
    /** A value that is known. */
    public static BoundedDouble exact(double value) {
        return new BoundedDouble(value, 1.0, value, value);
    }

    @Override
    public String toString() {
        return "[" + low + ", " + high + "]";
    }
}
