package org.lisle.core.codec;

import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The codec: a tag before every value, see {@link Tag}. The values that most records are made of are written and read right here; others
 * through {@link TypeTable}.
 *
 * <p>The forms of classes are decided on once in a codec. Names of classes stand in a record once, or once in a stream, see
 * {@link ClassTable}. Components of records that are primitive have no tag. Identity is not kept, except inside of what Kryo writes: two references to one object become two objects. What is read is equal to what
 * was written with these exceptions: lists of the JDK come back as ArrayList, its unmodifiable and other internal sets and maps as
 * LinkedHashSet and LinkedHashMap, an Iterable that is no Collection as ArrayList.
 */
final class TaggedCodec implements RecordCodec {
    private final ClassNames classNames;
    private final TypeTable types;

    TaggedCodec(ClassLoader loader) {
        this.classNames = new ClassNames(loader);
        this.types = new TypeTable(new KryoForm(loader));
    }

    @Override
    public void write(@Nullable Object value, RecordOutput out) {
        int start = out.position();
        ClassTable classes = out.classes();
        int classesBefore = classes == null ? 0 : classes.size();
        classNames.beginWriting();
        try {
            writeValue(value, out);
        } catch (UnwritableValue e) {
            undo(out, start, classesBefore);
            throw notSerializable(value, e);
        } catch (StackOverflowError e) {
            undo(out, start, classesBefore);
            throw new LisleException(
                    ErrorCode.RECORD_NOT_SERIALIZABLE,
                    "a record is nested too deeply to be written, or contains itself",
                    "make it a flat value",
                    e);
        } catch (LisleException e) {
            undo(out, start, classesBefore);
            throw e;
        }
    }

    private static void undo(RecordOutput out, int position, int classesBefore) {
        out.position(position);
        ClassTable classes = out.classes();
        if (classes != null) {
            classes.truncate(classesBefore);
        }
    }

    @Override
    public void writeClasses(ClassTable classes, RecordOutput out) {
        out.writeByte(Tag.CLASSES);
        out.writeVarInt(classes.size());
        for (int index = 0; index < classes.size(); index++) {
            classNames.writeName(classes.at(index), out);
        }
    }

    @Override
    public @Nullable Object read(RecordInput in) {
        classNames.beginReading();
        return readValue(in);
    }

    @Override
    public void readClasses(RecordInput in) {
        int tag = in.readByte();
        if (tag != Tag.CLASSES) {
            throw in.corrupt("there are no names of classes, but tag " + tag);
        }
        readNames(in);
    }

    @Override
    public void writeClass(Class<?> type, RecordOutput out) {
        classNames.writeName(type, out);
    }

    @Override
    public Class<?> readClass(RecordInput in) {
        return classNames.readName(in);
    }

    private void readNames(RecordInput in) {
        ClassTable classes = ClassTable.apart();
        for (int left = in.readLength(); left > 0; left--) {
            classes.add(classNames.readName(in));
        }
        in.shareClasses(classes);
    }

    /** Writes a part of a record. */
    void writeValue(@Nullable Object value, RecordOutput out) {
        if (value instanceof String text) {
            out.writeByte(Tag.STRING);
            out.writeUtf8(text);
        } else if (value instanceof Pair<?, ?> pair) {
            out.writeByte(Tag.PAIR);
            writeValue(pair.key(), out);
            writeValue(pair.value(), out);
        } else if (value instanceof Long number) {
            out.writeByte(Tag.LONG);
            out.writeSignedVarLong(number);
        } else if (value instanceof Integer number) {
            out.writeByte(Tag.INTEGER);
            out.writeSignedVarInt(number);
        } else if (value instanceof Double number) {
            out.writeByte(Tag.DOUBLE);
            out.writeDouble(number);
        } else if (value == null) {
            out.writeByte(Tag.NULL);
        } else {
            types.writer(value.getClass()).write(value, out, this);
        }
    }

    /** Reads a part of a record. */
    @Nullable
    Object readValue(RecordInput in) {
        int tag = in.readByte();
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.STRING -> in.readUtf8();
            case Tag.PAIR -> readPair(in);
            case Tag.LONG -> in.readSignedVarLong();
            case Tag.INTEGER -> in.readSignedVarInt();
            case Tag.DOUBLE -> in.readDouble();
            default -> readOther(tag, in);
        };
    }

    /** Key and value may be null; NullAway does not see what the type variables of Pair allow. */
    @SuppressWarnings("NullAway")
    private Object readPair(RecordInput in) {
        Object key = readValue(in);
        return new Pair<@Nullable Object, @Nullable Object>(key, readValue(in));
    }

    private @Nullable Object readOther(int tag, RecordInput in) {
        if (tag == Tag.CLASSES) {
            readNames(in);
            return readValue(in);
        }
        ValueReader reader = tag > 0 && tag < Tag.COUNT ? types.reader(tag) : null;
        if (reader == null) {
            throw in.corrupt("there is no value with tag " + tag);
        }
        return reader.read(in, this);
    }

    ClassNames classNames() {
        return classNames;
    }

    TypeTable types() {
        return types;
    }

    private LisleException notSerializable(@Nullable Object value, UnwritableValue failure) {
        String path = new UnwritablePath(this).find(value, failure);
        return new LisleException(
                ErrorCode.RECORD_NOT_SERIALIZABLE,
                "a record cannot be written because of " + path + ": " + failure.getMessage(),
                "keep such objects out of records, or mark the field transient",
                failure);
    }
}
