package org.lisle.core.column;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordParts;

/**
 * Which columns there are. Written in front of each batch, in a few bytes, from the root down:
 *
 * <pre>
 *   0         nothing but null
 *   1         strings
 *   2         arrays of bytes
 *   3         pairs, then the shapes of keys and values
 *   4         Java records, the name of their class, then the shapes of the components
 *   5 + kind  numbers
 * </pre>
 */
final class Shape {
    static final int NOTHING = 0;
    static final int TEXT = 1;
    static final int BYTES = 2;
    static final int PAIR = 3;
    static final int RECORD = 4;
    static final int NUMBER = 5;

    /** More components than the arguments of a method handle over all of them. */
    private static final int MOST_COMPONENTS = 100;

    private static final int DEEPEST = 16;

    private Shape() {}

    /** A column for values such as this one; null where there is none. */
    static @Nullable ColumnWriter writerFor(@Nullable Object value, BatchLimit limit) {
        return writerFor(value, limit, 0);
    }

    private static @Nullable ColumnWriter writerFor(@Nullable Object value, BatchLimit limit, int depth) {
        if (value == null) {
            return new NothingWriter();
        }
        if (value instanceof String) {
            return new TextWriter(limit);
        }
        if (value instanceof byte[]) {
            return new BytesWriter(limit);
        }
        NumberKind kind = NumberKind.of(value.getClass());
        if (kind != null) {
            return new NumberWriter(kind);
        }
        if (depth == DEEPEST) {
            return null;
        }
        if (value instanceof Pair<?, ?> pair) {
            ColumnWriter keys = writerFor(pair.key(), limit, depth + 1);
            ColumnWriter values = writerFor(pair.value(), limit, depth + 1);
            return keys == null || values == null ? null : new PairWriter(keys, values, limit);
        }
        return recordWriter(value, limit, depth);
    }

    private static @Nullable ColumnWriter recordWriter(Object value, BatchLimit limit, int depth) {
        Optional<RecordColumns> columns = columns(value.getClass());
        if (columns.isEmpty()) {
            return null;
        }
        RecordParts parts = columns.get().parts();
        var components = new ColumnWriter[parts.getters().size()];
        for (int i = 0; i < components.length; i++) {
            ColumnWriter component = writerFor(columns.get().component(value, i), limit, depth + 1);
            if (component == null) {
                return null;
            }
            components[i] = component;
        }
        return new RecordWriter(columns.get(), components, limit);
    }

    private static Optional<RecordColumns> columns(Class<?> type) {
        return RecordParts.of(type)
                .filter(parts -> !parts.getters().isEmpty() && parts.getters().size() <= MOST_COMPONENTS)
                .map(parts -> RecordColumns.of(type));
    }

    /** The columns that a shape says. */
    static ColumnReader reader(RecordInput in, RecordCodec codec) {
        int code = in.readByte();
        switch (code) {
            case NOTHING:
                return new NothingReader();
            case TEXT:
                return new TextReader();
            case BYTES:
                return new BytesReader();
            case PAIR:
                return new PairReader(reader(in, codec), reader(in, codec));
            case RECORD:
                return recordReader(codec.readClass(in), in, codec);
            default:
                if (code < NUMBER || code >= NUMBER + NumberKind.values().length) {
                    throw in.corrupt("there is no column of shape " + code);
                }
                return new NumberReader(NumberKind.at(code - NUMBER));
        }
    }

    private static ColumnReader recordReader(Class<?> type, RecordInput in, RecordCodec codec) {
        RecordColumns columns = columns(type).orElseThrow(() -> in.corrupt(type + " has no columns"));
        var components = new ColumnReader[columns.parts().getters().size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = reader(in, codec);
        }
        return new RecordReader(columns, components);
    }
}
