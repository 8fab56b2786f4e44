package org.lisle.format.parquet;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * A column of files, to say which records are wanted:
 *
 * <pre>{@code
 * Column<Long> id = Column.of("id", long.class);
 * Column<String> city = Column.of("address.city", String.class);
 * Parquet.of(Trade.class).where(id.geq(1000L).and(city.isin("Bern", "Biel")))
 * }</pre>
 *
 * <p>The column need not be one that the records have. Inside of lists and maps there is none. Numbers compare with numbers, whatever the
 * width in the file; times and decimals by their value, whatever unit or scale the file has; texts by their bytes in UTF-8, which is the
 * order of code points; {@code byte[]} and UUIDs by their bytes without sign. Constants of enums and booleans have no order here.
 *
 * <p>A value that is null satisfies no comparison, nor its negation, and NaN neither: only {@link #isNull()} and {@link #isNotNull()} ask for
 * what is missing. Immutable, any thread.
 */
public final class Column<V> {
    private static final Set<Class<?>> TYPES = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            byte[].class,
            BigDecimal.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            Instant.class,
            UUID.class);
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class);

    private final String name;
    private final Class<?> type;

    private Column(String name, Class<?> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * @param name as in the files; a field in a record is {@code record.field}
     * @param type of the values that it is compared with: as a component of a record class may have it, but no record, list, set or map
     * @throws LisleException INVALID_ARGUMENT when it is another
     */
    public static <V> Column<V> of(String name, Class<V> type) {
        if (name.isEmpty()) {
            throw new LisleException(ErrorCode.INVALID_ARGUMENT, "a column has no name", "pass its name");
        }
        Class<?> boxed = BOXES.getOrDefault(type, type);
        if (!TYPES.contains(boxed) && !boxed.isEnum()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the column " + name + " cannot be compared with values of " + type.getName(),
                    "use a primitive, String, byte[], BigDecimal, a class of java.time, UUID or an enum");
        }
        return new Column<>(name, boxed);
    }

    public Filter equalTo(V value) {
        return compare(Filter.Operator.EQUAL, value);
    }

    public Filter notEqual(V value) {
        return compare(Filter.Operator.NOT_EQUAL, value);
    }

    public Filter lt(V value) {
        return compare(Filter.Operator.LESS, value);
    }

    public Filter leq(V value) {
        return compare(Filter.Operator.AT_MOST, value);
    }

    public Filter gt(V value) {
        return compare(Filter.Operator.GREATER, value);
    }

    public Filter geq(V value) {
        return compare(Filter.Operator.AT_LEAST, value);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Filter isin(V... values) {
        return isin(Arrays.asList(values));
    }

    /** True of what is equal to one of the values; of nothing when there are none. */
    public Filter isin(Collection<? extends V> values) {
        List<Object> checked = new ArrayList<>(values.size());
        values.forEach(value -> checked.add(checked(value)));
        return new Filter.OneOf(name, List.copyOf(checked), false);
    }

    /** True where the value is missing: in a record that is null too, and in files that do not have the column. */
    public Filter isNull() {
        return new Filter.Missing(name, true);
    }

    public Filter isNotNull() {
        return new Filter.Missing(name, false);
    }

    private Filter compare(Filter.Operator operator, V value) {
        boolean hasOrder = !type.isEnum() && type != Boolean.class;
        if (operator.isOrder() && !hasOrder) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the values of the column " + name + " have no order: they are " + type.getSimpleName(),
                    "use equalTo, notEqual or isin");
        }
        return new Filter.Comparison(name, operator, checked(value));
    }

    private Object checked(V value) {
        if (!type.isInstance(value)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the column " + name + " of " + type.getSimpleName() + " is compared with " + value,
                    "use isNull() or isNotNull() for what is missing");
        }
        if (value.equals(Double.NaN) || value.equals(Float.NaN)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the column " + name + " is compared with NaN, which no value is equal to",
                    "leave the comparison out, and filter the records that were read");
        }
        return value;
    }

    @Override
    public String toString() {
        return name;
    }
}
