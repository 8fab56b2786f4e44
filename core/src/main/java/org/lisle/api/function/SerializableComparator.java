package org.lisle.api.function;

import java.io.Serializable;
import java.util.Comparator;

/** A comparator that can be sent to executors. */
@FunctionalInterface
public interface SerializableComparator<T> extends Comparator<T>, Serializable {
    /** The natural order of the values, which must be {@link Comparable}. */
    @SuppressWarnings("unchecked")
    static <T> SerializableComparator<T> naturalOrder() {
        return (SerializableComparator<T>) NaturalOrder.INSTANCE;
    }

    /** An order by a comparator, whose class must be serialisable. */
    static <T> SerializableComparator<T> of(Comparator<? super T> order) {
        if (order instanceof SerializableComparator<?>) {
            @SuppressWarnings("unchecked")
            var known = (SerializableComparator<T>) order;
            return known;
        }
        return order::compare;
    }

    /** The reverse of an order; the reverse of the natural order keeps being recognised as such. */
    static <T> SerializableComparator<T> reverse(SerializableComparator<T> order) {
        if (order == NaturalOrder.INSTANCE) {
            @SuppressWarnings("unchecked")
            var reversed = (SerializableComparator<T>) ReverseOrder.INSTANCE;
            return reversed;
        }
        return (a, b) -> order.compare(b, a);
    }
}
