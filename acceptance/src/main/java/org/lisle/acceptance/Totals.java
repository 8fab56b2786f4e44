package org.lisle.acceptance;

import java.io.Serializable;
import java.util.stream.LongStream;

/**
 * What is counted of records that were read.
 *
 * @param mixed the sum of the numbers, each mixed: other numbers with the same count and sum of quantities give another
 * @param wrong records that are not what their number says
 */
public record Totals(long records, long mixed, long quantity, long wrong) implements Serializable {
    static final Totals NONE = new Totals(0, 0, 0, 0);

    /** Of all records from 0 on, without making one. */
    static Totals of(long records) {
        return new Totals(
                records,
                LongStream.range(0, records).map(Row::mixed).sum(),
                LongStream.range(0, records).map(Row::quantity).sum(),
                0);
    }

    Totals plus(Row row) {
        return plus(new Totals(1, Row.mixed(row.id()), row.quantity(), row.equals(Row.of(row.id())) ? 0 : 1));
    }

    Totals plus(Totals other) {
        return new Totals(records + other.records, mixed + other.mixed, quantity + other.quantity, wrong + other.wrong);
    }
}
