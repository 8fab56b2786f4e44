package org.lisle.core.column;

import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;

/** Java records of one class: the columns of the components. */
final class RecordWriter extends ColumnWriter {
    private final RecordColumns columns;
    private final Components components;

    /** The columns of the components as the handles see them. */
    static final class Components {
        private final ColumnWriter[] writers;
        private final BatchLimit limit;

        Components(ColumnWriter[] writers, BatchLimit limit) {
            this.writers = writers;
            this.limit = limit;
        }

        void addBits(int component, long bits) {
            ((NumberWriter) writers[component]).addBits(bits);
        }

        void add(int component, Object value) {
            if (writers[component].add(value)) {
                return;
            }
            ColumnWriter wider = writers[component].grown(value, limit);
            if (wider == null) {
                limit.refuse();
            } else {
                writers[component] = wider;
            }
        }
    }

    RecordWriter(RecordColumns columns, ColumnWriter[] components, BatchLimit limit) {
        this.columns = columns;
        this.components = new Components(components, limit);
    }

    @Override
    int leaves() {
        int leaves = 0;
        for (ColumnWriter component : components.writers) {
            leaves += component.leaves();
        }
        return leaves;
    }

    @Override
    void writeShape(RecordOutput out, RecordCodec codec) {
        out.writeByte(Shape.RECORD);
        codec.writeClass(columns.parts().type(), out);
        for (ColumnWriter component : components.writers) {
            component.writeShape(out, codec);
        }
    }

    @Override
    boolean addValue(Object value) {
        if (value.getClass() != columns.parts().type()) {
            return false;
        }
        columns.add(value, components);
        if (!components.limit.wasRefused()) {
            return true;
        }
        truncateComponents(rows());
        return false;
    }

    @Override
    void addPlaceholder() {
        for (ColumnWriter component : components.writers) {
            component.addNull();
        }
    }

    @Override
    void truncate(int left) {
        truncateComponents(left);
        super.truncate(left);
    }

    private void truncateComponents(int left) {
        for (ColumnWriter component : components.writers) {
            component.truncate(left);
        }
    }

    @Override
    void writeValues(RecordOutput out, RecordCodec codec) {
        for (ColumnWriter component : components.writers) {
            component.write(out, codec);
        }
    }
}
