package org.lisle.core.codec;

import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A Java record: its class, then its components, primitive ones without a tag. They are read from the fields and made again by the canonical
 * constructor.
 *
 * <p>All getters and writes of a class are one method handle, and so are all reads and the constructor. {@link RecordAccess} holds them as
 * constants, so that the JIT compiles them into one piece of code without boxes. Made once for a class, in whatever codec. Thread-safe.
 */
final class RecordForm implements ValueWriter {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private static final ClassValue<RecordForm> FORMS = new ClassValue<>() {
        @Override
        protected RecordForm computeValue(Class<?> type) {
            return make(type);
        }
    };

    private final RecordParts parts;
    private final RecordAccess access;

    private RecordForm(RecordParts parts, RecordAccess access) {
        this.parts = parts;
        this.access = access;
    }

    static RecordForm of(Class<?> type) {
        return FORMS.get(type);
    }

    private static RecordForm make(Class<?> type) {
        RecordParts parts = RecordParts.ofRecord(type);
        try {
            return new RecordForm(
                    parts,
                    RecordAccess.of(RecordHandles.writer(parts.getters()), RecordHandles.reader(parts.constructor())));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("these handles are made for every record", e);
        }
    }

    @Override
    public void write(Object value, RecordOutput out, TaggedCodec codec) {
        out.writeByte(Tag.RECORD);
        codec.classNames().write(parts.type(), out);
        access.write(value, out, codec);
    }

    /** The value of a component, by its place. */
    @Nullable
    Object component(Object value, int index) {
        try {
            return (Object) parts.getters().get(index).asType(GETTER).invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException("a field of " + parts.type().getName() + " cannot be read", e);
        }
    }

    static Object read(RecordInput in, TaggedCodec codec) {
        RecordForm form = codec.types().recordForm(codec.classNames().read(in));
        try {
            return form.access.read(in, codec);
        } catch (RecordAccess.Refused e) {
            throw form.parts.refused(e.getCause());
        }
    }
}
