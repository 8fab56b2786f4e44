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

/** A Java record: its class, then its components. They are read from the fields and made again by the canonical constructor. */
final class RecordForm implements ValueWriter {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final MethodHandle[] getters;
    private final MethodHandle constructor;

    private RecordForm(Class<?> type, MethodHandle[] getters, MethodHandle constructor) {
        this.type = type;
        this.getters = getters;
        this.constructor = constructor;
    }

    /** Whether the record's module lets its fields be read. */
    static boolean isOpen(Class<?> type) {
        return type.getModule().isOpen(type.getPackageName(), RecordForm.class.getModule());
    }

    static RecordForm of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        var getters = new MethodHandle[components.length];
        var parameters = new Class<?>[components.length];
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            for (int i = 0; i < components.length; i++) {
                Field field = type.getDeclaredField(components[i].getName());
                field.setAccessible(true);
                getters[i] = lookup.unreflectGetter(field).asType(GETTER);
                parameters[i] = components[i].getType();
            }
            Constructor<?> canonical = type.getDeclaredConstructor(parameters);
            canonical.setAccessible(true);
            MethodHandle constructor = lookup.unreflectConstructor(canonical)
                    .asSpreader(Object[].class, components.length)
                    .asType(CONSTRUCTOR);
            return new RecordForm(type, getters, constructor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has a field for each component and a constructor", e);
        }
    }

    @Override
    public void write(Object value, RecordOutput out, TaggedCodec codec) {
        out.writeByte(Tag.RECORD);
        codec.classNames().write(type, out);
        for (int i = 0; i < getters.length; i++) {
            codec.writeValue(component(value, i), out);
        }
    }

    /** The value of a component, by its place. */
    @Nullable
    Object component(Object value, int index) {
        try {
            return (Object) getters[index].invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException("a field of " + type.getName() + " cannot be read", e);
        }
    }

    static Object read(RecordInput in, TaggedCodec codec) {
        RecordForm form = codec.types().recordForm(codec.classNames().read(in));
        var components = new @Nullable Object[form.getters.length];
        for (int i = 0; i < components.length; i++) {
            components[i] = codec.readValue(in);
        }
        return form.make(components);
    }

    private Object make(@Nullable Object[] components) {
        try {
            return (Object) constructor.invokeExact(components);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LisleException(
                    ErrorCode.RECORD_NOT_SERIALIZABLE,
                    "the constructor of " + type.getName() + " refuses the values that were read from such a record: "
                            + e,
                    "let it accept what its own objects hold",
                    e);
        }
    }
}
