package org.lisle.core.column;

import org.jspecify.annotations.Nullable;

/** What fits into 64 bits, and how. */
enum NumberKind {
    BOOLEAN(Boolean.class),
    BYTE(Byte.class),
    SHORT(Short.class),
    CHARACTER(Character.class),
    INTEGER(Integer.class),
    LONG(Long.class),
    FLOAT(Float.class),
    DOUBLE(Double.class);

    private static final NumberKind[] ALL = values();

    private final Class<?> box;

    NumberKind(Class<?> box) {
        this.box = box;
    }

    static @Nullable NumberKind of(Class<?> box) {
        for (NumberKind kind : ALL) {
            if (kind.box == box) {
                return kind;
            }
        }
        return null;
    }

    static NumberKind at(int ordinal) {
        return ALL[ordinal];
    }

    /** Whether the bits are those of a binary fraction, whose last bytes are often zero, and no number to count with. */
    boolean isFraction() {
        return this == FLOAT || this == DOUBLE;
    }

    boolean takes(Object value) {
        return value.getClass() == box;
    }

    long bits(Object value) {
        return switch (this) {
            case BOOLEAN -> (Boolean) value ? 1 : 0;
            case BYTE -> (Byte) value;
            case SHORT -> (Short) value;
            case CHARACTER -> (Character) value;
            case INTEGER -> (Integer) value;
            case LONG -> (Long) value;
            case FLOAT -> Float.floatToRawIntBits((Float) value);
            case DOUBLE -> Double.doubleToRawLongBits((Double) value);
        };
    }

    /** Boxes {@code count} values from {@code row}. */
    void box(long[] bits, int row, @Nullable Object[] into, int start, int count) {
        switch (this) {
            case BOOLEAN -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = bits[row + i] != 0;
                }
            }
            case BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = (byte) bits[row + i];
                }
            }
            case SHORT -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = (short) bits[row + i];
                }
            }
            case CHARACTER -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = (char) bits[row + i];
                }
            }
            case INTEGER -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = (int) bits[row + i];
                }
            }
            case LONG -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = bits[row + i];
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = Float.intBitsToFloat((int) bits[row + i]);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    into[start + i] = Double.longBitsToDouble(bits[row + i]);
                }
            }
        }
    }
}
