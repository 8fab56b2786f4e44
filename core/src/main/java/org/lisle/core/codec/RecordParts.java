package org.lisle.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What a Java record is taken apart and made again by. Immutable; found once for a class.
 *
 * @param getters of the fields, component by component
 * @param constructor the canonical one
 */
public record RecordParts(Class<?> type, List<MethodHandle> getters, MethodHandle constructor) {
    private static final ClassValue<RecordParts> PARTS = new ClassValue<>() {
        @Override
        protected RecordParts computeValue(Class<?> type) {
            return find(type);
        }
    };

    /** Whether records of the class are written as their components: the class leaves that to us, and its module lets us. */
    static boolean areWritten(Class<?> type) {
        return type.isRecord()
                && !SerialForm.isChosenBy(type)
                && type.getModule().isOpen(type.getPackageName(), RecordParts.class.getModule());
    }

    /** Empty for a class that is no record, or whose records are not written as their components. */
    public static Optional<RecordParts> of(Class<?> type) {
        return areWritten(type) ? Optional.of(PARTS.get(type)) : Optional.empty();
    }

    static RecordParts ofRecord(Class<?> type) {
        return PARTS.get(type);
    }

    /** The error for components that the constructor does not accept. */
    public LisleException refused(@Nullable Throwable cause) {
        return new LisleException(
                ErrorCode.RECORD_NOT_SERIALIZABLE,
                "the constructor of " + type.getName() + " refuses the values that were read from such a record: "
                        + cause,
                "let it accept what its own objects hold",
                cause);
    }

    private static RecordParts find(Class<?> type) {
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
            return new RecordParts(type, List.of(getters), lookup.unreflectConstructor(canonical));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has a field for each component and a constructor", e);
        }
    }
}
