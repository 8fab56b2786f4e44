package org.lisle.core.column;

import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/** A column of which nothing but null was seen. */
final class NothingWriter extends ColumnWriter {
    @Override
    int leaves() {
        return 1;
    }

    @Override
    void writeShape(RecordOutput out, RecordCodec codec) {
        out.writeByte(Shape.NOTHING);
    }

    @Override
    boolean addValue(Object value) {
        return false;
    }

    @Override
    void addPlaceholder() {}

    @Override
    void writeValues(RecordOutput out, RecordCodec codec) {}
}
