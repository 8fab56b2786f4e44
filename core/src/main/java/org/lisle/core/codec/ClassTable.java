package org.lisle.core.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The classes that the records of one stream name by number, so that each name is written once and not once a record. Given to the
 * stream's {@link RecordOutput} or {@link RecordInput}; a record written without one stands alone.
 *
 * <p>Where records stay in the order in which they are written, a name stands where its class is first used ({@link #inOrder}). Where they
 * are put into another order, names stand apart ({@link #apart}): whoever arranges the records writes them with
 * {@link RecordCodec#writeClasses} before the first record of every piece that is read alone.
 *
 * <p>A number follows from the name alone, so that equal records have equal bytes whatever came before them. Of two classes of one number
 * the second has none: it is named in each record. Confined to one thread.
 */
public final class ClassTable {
    /** Numbers have 20 bits: three bytes in a record. */
    private static final int NUMBER_SHIFT = 12;

    private final boolean namesInOrder;
    private Class<?>[] classes = new Class<?>[4];
    private int[] numbers = new int[4];
    private int size;

    private ClassTable(boolean namesInOrder) {
        this.namesInOrder = namesInOrder;
    }

    /** For records that are read in the order in which they are written, from the first on. */
    public static ClassTable inOrder() {
        return new ClassTable(true);
    }

    /** For records whose order changes. */
    public static ClassTable apart() {
        return new ClassTable(false);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** How many classes there are. */
    int size() {
        return size;
    }

    boolean namesInOrder() {
        return namesInOrder;
    }

    /** The number of a class; -1 when it is not here. */
    int find(Class<?> type) {
        for (int at = 0; at < size; at++) {
            if (classes[at] == type) {
                return numbers[at];
            }
        }
        return -1;
    }

    /** Takes a class in; returns its number, or -1 when another class has it. */
    int add(Class<?> type) {
        int number = type.getName().hashCode() * 0x9E3779B9 >>> NUMBER_SHIFT;
        if (get(number) != null) {
            return -1;
        }
        if (size == classes.length) {
            classes = Arrays.copyOf(classes, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        classes[size] = type;
        numbers[size++] = number;
        return number;
    }

    /** The class of a number; null when there is none. */
    @Nullable
    Class<?> get(int number) {
        for (int at = 0; at < size; at++) {
            if (numbers[at] == number) {
                return classes[at];
            }
        }
        return null;
    }

    /** The class that was taken in after so many others. */
    Class<?> at(int index) {
        return classes[index];
    }

    /** Forgets all but the first classes. */
    void truncate(int newSize) {
        size = newSize;
    }
}
