package org.lisle.executor.testing;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;

/** Null, strings, longs and byte arrays. */
public final class TestCodec implements RecordCodec {
    @Override
    public void write(@Nullable Object value, RecordOutput out) {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof String text) {
            out.writeByte(1);
            out.writeUtf8(text);
        } else if (value instanceof Long number) {
            out.writeByte(2);
            out.writeVarLong(number);
        } else if (value instanceof byte[] bytes) {
            out.writeByte(3);
            out.writeVarInt(bytes.length);
            out.writeBytes(bytes, 0, bytes.length);
        } else {
            throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    @Override
    public void writeClasses(ClassTable classes, RecordOutput out) {}

    @Override
    public void readClasses(RecordInput in) {}

    @Override
    public void writeClass(Class<?> type, RecordOutput out) {
        out.writeUtf8(type.getName());
    }

    @Override
    public Class<?> readClass(RecordInput in) {
        try {
            return Class.forName(in.readUtf8());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable Object read(RecordInput in) {
        int tag = in.readByte();
        switch (tag) {
            case 0:
                return null;
            case 1:
                return in.readUtf8();
            case 2:
                return in.readVarLong();
            case 3:
                byte[] bytes = new byte[in.readVarInt()];
                in.readBytes(bytes, 0, bytes.length);
                return bytes;
            default:
                throw new IllegalStateException("tag " + tag);
        }
    }
}
