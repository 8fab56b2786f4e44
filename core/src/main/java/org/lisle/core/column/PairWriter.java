package org.lisle.core.column;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/** Pairs: the column of the keys, then that of the values. */
final class PairWriter extends ColumnWriter {
    private final BatchLimit limit;
    private ColumnWriter keys;
    private ColumnWriter values;

    PairWriter(ColumnWriter keys, ColumnWriter values, BatchLimit limit) {
        this.keys = keys;
        this.values = values;
        this.limit = limit;
    }

    @Override
    int leaves() {
        return keys.leaves() + values.leaves();
    }

    @Override
    void writeShape(RecordOutput out, RecordCodec codec) {
        out.writeByte(Shape.PAIR);
        keys.writeShape(out, codec);
        values.writeShape(out, codec);
    }

    @Override
    boolean addValue(Object value) {
        if (!(value instanceof Pair<?, ?> pair) || !addKey(pair.key())) {
            return false;
        }
        if (addPairValue(pair.value())) {
            return true;
        }
        keys.truncate(rows());
        return false;
    }

    private boolean addKey(@Nullable Object key) {
        if (keys.add(key)) {
            return true;
        }
        ColumnWriter wider = key == null ? null : keys.grown(key, limit);
        keys = wider == null ? keys : wider;
        return wider != null;
    }

    private boolean addPairValue(@Nullable Object value) {
        if (values.add(value)) {
            return true;
        }
        ColumnWriter wider = value == null ? null : values.grown(value, limit);
        values = wider == null ? values : wider;
        return wider != null;
    }

    @Override
    void addPlaceholder() {
        keys.addNull();
        values.addNull();
    }

    @Override
    void truncate(int left) {
        keys.truncate(left);
        values.truncate(left);
        super.truncate(left);
    }

    @Override
    void writeValues(RecordOutput out, RecordCodec codec) {
        keys.write(out, codec);
        values.write(out, codec);
    }
}
