package org.lisle.core.column;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.RecordInput;

/** Reads what a {@link RecordWriter} wrote. */
final class RecordReader extends ColumnReader {
    private final RecordColumns columns;
    private final Components components;
    private final ColumnReader[] readers;

    /** The columns of the components as the handles see them. */
    static final class Components {
        private final ColumnReader[] readers;

        Components(ColumnReader[] readers) {
            this.readers = readers;
        }

        long bits(int component, int row) {
            return ((NumberReader) readers[component]).bits(row);
        }

        @Nullable
        Object value(int component, int row) {
            return readers[component].sliced(row);
        }
    }

    RecordReader(RecordColumns columns, ColumnReader[] readers) {
        this.columns = columns;
        this.readers = readers;
        this.components = new Components(readers);
    }

    @Override
    void load(RecordInput source) {
        for (ColumnReader reader : readers) {
            reader.place(source, rows());
        }
    }

    @Override
    void fill(@Nullable Object[] into, int start, int row, int count) {
        for (int component = 0; component < readers.length; component++) {
            if (columns.isPrimitive(component)) {
                readers[component].load();
            } else {
                readers[component].readSlice(row, count);
            }
        }
        columns.make(this, components, into, start, row, count);
    }
}
