package org.lisle.core.codec;

/** The first byte of every written value: what it is, and so how the bytes after it are read. */
final class Tag {
    /** No further bytes. */
    static final int NULL = 0;

    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int BYTE = 3;
    static final int SHORT = 4;
    static final int CHARACTER = 5;
    /** A signed varint. */
    static final int INTEGER = 6;
    /** A signed varint. */
    static final int LONG = 7;

    static final int FLOAT = 8;
    static final int DOUBLE = 9;
    /** Length in bytes, UTF-8. */
    static final int STRING = 10;
    /** Key, value. */
    static final int PAIR = 11;

    /** Arrays: length, elements. */
    static final int BOOLEANS = 12;

    static final int BYTES = 13;
    static final int SHORTS = 14;
    static final int CHARACTERS = 15;
    static final int INTEGERS = 16;
    static final int LONGS = 17;
    static final int FLOATS = 18;
    static final int DOUBLES = 19;
    static final int STRINGS = 20;
    static final int OBJECTS = 21;
    /** Class of the elements, length, elements. */
    static final int ARRAY = 22;

    static final int EMPTY_OPTIONAL = 23;
    static final int OPTIONAL = 24;
    /** Size, elements. */
    static final int LIST = 25;

    static final int HASH_SET = 26;
    static final int LINKED_SET = 27;
    /** In natural order. */
    static final int TREE_SET = 28;
    /** Size, then key and value in turns. */
    static final int HASH_MAP = 29;

    static final int LINKED_MAP = 30;
    /** In natural order. */
    static final int TREE_MAP = 31;

    static final int ENTRY = 32;
    /** {@code true} before each element, {@code false} at the end. */
    static final int ITERABLE = 33;

    static final int BIG_INTEGER = 34;
    static final int BIG_DECIMAL = 35;
    static final int INSTANT = 36;
    static final int LOCAL_DATE = 37;
    static final int LOCAL_DATE_TIME = 38;
    static final int DURATION = 39;
    static final int UUID = 40;
    /** Class, ordinal. */
    static final int ENUM = 41;
    /** Class, components in their order. */
    static final int RECORD = 42;
    /** Length in bytes, Kryo's class and object. */
    static final int KRYO = 43;

    /** Number of classes, names; the record follows. Stands before records only, see {@link ClassTable#apart}. */
    static final int CLASSES = 44;

    static final int COUNT = 45;

    private Tag() {}
}
