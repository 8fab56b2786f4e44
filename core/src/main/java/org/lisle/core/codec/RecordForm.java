package org.lisle.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

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

    private final Class<?> type;
    private final MethodHandle[] getters;
    private final RecordAccess access;

    private RecordForm(Class<?> type, MethodHandle[] getters, RecordAccess access) {
        this.type = type;
        this.getters = getters;
        this.access = access;
    }

    /** Whether the record's module lets its fields be read. */
    static boolean isOpen(Class<?> type) {
        return type.getModule().isOpen(type.getPackageName(), RecordForm.class.getModule());
    }

    static RecordForm of(Class<?> type) {
        return FORMS.get(type);
    }

    private static RecordForm make(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        var getters = new MethodHandle[components.length];
        var parameters = new Class<?>[components.length];
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            for (int i = 0; i < components.length; i++) {
                Field field = type.getDeclaredField(components[i].getName());
                field.setAccessible(true);
                getters[i] = lookup.unreflectGetter(field);
                parameters[i] = components[i].getType();
            }
            Constructor<?> canonical = type.getDeclaredConstructor(parameters);
            canonical.setAccessible(true);
            MethodHandle constructor = lookup.unreflectConstructor(canonical);
            return new RecordForm(
                    type, getters, RecordAccess.of(RecordHandles.writer(getters), RecordHandles.reader(constructor)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has a field for each component and a constructor", e);
        }
    }

    @Override
    public void write(Object value, RecordOutput out, TaggedCodec codec) {
        out.writeByte(Tag.RECORD);
        codec.classNames().write(type, out);
        access.write(value, out, codec);
    }

    /** The value of a component, by its place. */
    @Nullable
    Object component(Object value, int index) {
        try {
            return (Object) getters[index].asType(GETTER).invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException("a field of " + type.getName() + " cannot be read", e);
        }
    }

    static Object read(RecordInput in, TaggedCodec codec) {
        RecordForm form = codec.types().recordForm(codec.classNames().read(in));
        try {
            return form.access.read(in, codec);
        } catch (RecordAccess.Refused e) {
            throw new LisleException(
                    ErrorCode.RECORD_NOT_SERIALIZABLE,
                    "the constructor of " + form.type.getName()
                            + " refuses the values that were read from such a record: " + e.getCause(),
                    "let it accept what its own objects hold",
                    e.getCause());
        }
    }
}
