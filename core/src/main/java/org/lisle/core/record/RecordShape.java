package org.lisle.core.record;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lisle.api.DecimalSize;
import org.lisle.api.FieldName;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The fields of a Java record class, in the order of its components.
 *
 * <p>A component is a primitive, String, {@code byte[]}, BigDecimal, LocalDate, LocalTime, LocalDateTime, Instant, UUID, an enum, another
 * record, a List or Set of such, a Map from String to such, or an Optional of one of these. Primitives are never missing; everything else
 * may be null. An Optional is seen as its value or null, and a null is made an empty Optional. Immutable, any thread.
 */
public final class RecordShape {
    private static final int DIGITS = 38;
    private static final int DIGITS_BEHIND_THE_POINT = 18;

    private static final Map<Class<?>, FieldType.Kind> SIMPLE = Map.ofEntries(
            Map.entry(boolean.class, FieldType.Kind.BOOLEAN),
            Map.entry(Boolean.class, FieldType.Kind.BOOLEAN),
            Map.entry(byte.class, FieldType.Kind.BYTE),
            Map.entry(Byte.class, FieldType.Kind.BYTE),
            Map.entry(short.class, FieldType.Kind.SHORT),
            Map.entry(Short.class, FieldType.Kind.SHORT),
            Map.entry(int.class, FieldType.Kind.INT),
            Map.entry(Integer.class, FieldType.Kind.INT),
            Map.entry(long.class, FieldType.Kind.LONG),
            Map.entry(Long.class, FieldType.Kind.LONG),
            Map.entry(float.class, FieldType.Kind.FLOAT),
            Map.entry(Float.class, FieldType.Kind.FLOAT),
            Map.entry(double.class, FieldType.Kind.DOUBLE),
            Map.entry(Double.class, FieldType.Kind.DOUBLE),
            Map.entry(String.class, FieldType.Kind.STRING),
            Map.entry(byte[].class, FieldType.Kind.BYTES),
            Map.entry(LocalDate.class, FieldType.Kind.DATE),
            Map.entry(LocalTime.class, FieldType.Kind.TIME),
            Map.entry(Instant.class, FieldType.Kind.INSTANT),
            Map.entry(LocalDateTime.class, FieldType.Kind.LOCAL_DATE_TIME),
            Map.entry(UUID.class, FieldType.Kind.UUID));

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return make(type, new HashSet<>());
        }
    };

    private final Class<?> type;
    private final List<Field> fields;
    private final MethodHandle[] getters;
    private final MethodHandle constructor;

    private RecordShape(Class<?> type, List<Field> fields, MethodHandle[] getters, MethodHandle constructor) {
        this.type = type;
        this.fields = List.copyOf(fields);
        this.getters = getters;
        this.constructor = constructor;
    }

    /**
     * A component.
     *
     * @param name in files
     * @param required whether it is a primitive
     * @param optional whether the component is an Optional; {@code type} is of its value
     */
    public record Field(String name, int index, FieldType type, boolean required, boolean optional) {}

    /** @throws LisleException INVALID_ARGUMENT naming what is no record class, or the component whose type files cannot hold */
    public static RecordShape of(Class<?> recordClass) {
        return SHAPES.get(recordClass);
    }

    public Class<?> type() {
        return type;
    }

    public List<Field> fields() {
        return fields;
    }

    /** The component's value; that of an Optional, or null. */
    public @Nullable Object get(Object record, int index) {
        try {
            Object value = (Object) getters[index].invokeExact(record);
            return value instanceof Optional<?> optional ? optional.orElse(null) : value;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ValueRefused(
                    "the component " + fields.get(index).name() + " of " + type.getName() + " failed", e);
        }
    }

    /**
     * A record of these values, one for each component; the array is changed.
     *
     * @throws ValueRefused when a primitive is null, or the record's constructor throws
     */
    public Object make(@Nullable Object[] values) {
        for (Field field : fields) {
            int i = field.index();
            if (field.optional()) {
                values[i] = Optional.ofNullable(values[i]);
            } else if (field.required() && values[i] == null) {
                throw new ValueRefused("the field " + field.name() + " has no value, and its component is a primitive");
            }
        }
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ValueRefused("the constructor of " + type.getSimpleName() + " refuses the values: " + e, e);
        }
    }

    private static RecordShape make(Class<?> type, Set<Class<?>> around) {
        if (!type.isRecord()) {
            throw invalid(type.getName() + " is no record class", "pass a class that is declared as a record");
        }
        if (!around.add(type)) {
            throw invalid("the record class " + type.getName() + " contains itself", "make it a flat one");
        }
        RecordComponent[] components = type.getRecordComponents();
        List<Field> fields = new ArrayList<>();
        MethodHandle[] getters = new MethodHandle[components.length];
        Class<?>[] parameters = new Class<?>[components.length];
        Set<String> names = new HashSet<>();
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            for (int i = 0; i < components.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                getters[i] = lookup.unreflect(accessor).asType(MethodType.methodType(Object.class, Object.class));
                parameters[i] = components[i].getType();
                Field field = field(components[i], i, around);
                if (!names.add(field.name())) {
                    throw invalid(
                            "two components of " + type.getName() + " have the name " + field.name(), "rename one");
                }
                fields.add(field);
            }
            Constructor<?> canonical = type.getDeclaredConstructor(parameters);
            canonical.setAccessible(true);
            MethodHandle constructor = lookup.unreflectConstructor(canonical)
                    .asType(MethodType.genericMethodType(parameters.length))
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            around.remove(type);
            return new RecordShape(type, fields, getters, constructor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has an accessor for each component and a constructor", e);
        }
    }

    private static Field field(RecordComponent component, int index, Set<Class<?>> around) {
        FieldName named = component.getAnnotation(FieldName.class);
        String name = named == null ? component.getName() : named.value();
        Type declared = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        if (optional) {
            declared = argument(declared, 0, component);
        }
        FieldType type = typeOf(declared, component, around);
        return new Field(name, index, type, component.getType().isPrimitive(), optional);
    }

    private static FieldType typeOf(Type declared, RecordComponent component, Set<Class<?>> around) {
        Class<?> raw = raw(declared, component);
        FieldType.Kind simple = SIMPLE.get(raw);
        if (simple != null) {
            return new FieldType.Simple(simple);
        }
        if (raw == BigDecimal.class) {
            return decimal(component);
        }
        if (raw.isEnum()) {
            return new FieldType.Enumeration(raw);
        }
        if (raw.isRecord()) {
            return new FieldType.Nested(make(raw, around));
        }
        if (raw == List.class || raw == Set.class) {
            return new FieldType.Listing(typeOf(argument(declared, 0, component), component, around), raw == Set.class);
        }
        if (raw == Map.class && argument(declared, 0, component) == String.class) {
            return new FieldType.Mapping(typeOf(argument(declared, 1, component), component, around));
        }
        throw unknown(declared, component);
    }

    private static FieldType decimal(RecordComponent component) {
        DecimalSize size = component.getAnnotation(DecimalSize.class);
        if (size == null) {
            return new FieldType.Decimal(DIGITS, DIGITS_BEHIND_THE_POINT);
        }
        if (size.precision() < 1 || size.precision() > DIGITS || size.scale() < 0 || size.scale() > size.precision()) {
            throw invalid(
                    "the component " + place(component) + " asks for " + size.precision() + " digits, " + size.scale()
                            + " behind the point",
                    "ask for 1 to " + DIGITS + " digits, and no more of them behind the point");
        }
        return new FieldType.Decimal(size.precision(), size.scale());
    }

    private static Class<?> raw(Type type, RecordComponent component) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        throw unknown(type, component);
    }

    private static Type argument(Type type, int index, RecordComponent component) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        throw unknown(type, component);
    }

    private static LisleException unknown(Type type, RecordComponent component) {
        return invalid(
                "the component " + place(component) + " has the type " + type.getTypeName()
                        + ", which files of records cannot hold",
                "use a primitive, String, byte[], BigDecimal, a class of java.time, UUID, an enum, a record, or a List,"
                        + " Set, Map from String or Optional of such");
    }

    private static String place(RecordComponent component) {
        return component.getName() + " of " + component.getDeclaringRecord().getName();
    }

    private static LisleException invalid(String what, String next) {
        return new LisleException(ErrorCode.INVALID_ARGUMENT, what, next);
    }

    @Override
    public String toString() {
        return type.getName() + fields;
    }
}
