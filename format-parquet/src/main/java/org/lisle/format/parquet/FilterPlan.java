package org.lisle.format.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What a filter means for the columns of one file. */
final class FilterPlan {
    private final MessageType file;
    private final String path;
    private final Predicate<String> isKnown;
    private final Set<String> columns = new LinkedHashSet<>();

    private FilterPlan(MessageType file, String path, Predicate<String> isKnown) {
        this.file = file;
        this.path = path;
        this.isKnown = isKnown;
    }

    /**
     * The condition, and what must be read to decide it.
     *
     * @param columns of the file, pruned to those of the filter; null when there are none
     */
    record Planned(Condition condition, @Nullable MessageType columns) {}

    /**
     * @param isKnown whether the records have the column; one that neither they nor the file have is an error
     * @throws LisleException INVALID_ARGUMENT naming column, file and types
     */
    static Planned of(@Nullable Filter filter, MessageType file, String path, Predicate<String> isKnown) {
        if (filter == null) {
            return new Planned(Condition.ALWAYS, null);
        }
        FilterPlan plan = new FilterPlan(file, path, isKnown);
        Condition condition = plan.condition(filter);
        MessageType columns = null;
        if (condition.predicate() != null) {
            for (String column : plan.columns) {
                MessageType alone = new MessageType(file.getName(), pruned(file, column.split("\\.", -1), 0));
                columns = columns == null ? alone : columns.union(alone);
            }
        }
        return new Planned(condition, columns);
    }

    private static Type pruned(GroupType group, String[] column, int depth) {
        Type found = group.getType(column[depth]);
        return found.isPrimitive()
                ? found
                : found.asGroupType().withNewFields(pruned(found.asGroupType(), column, depth + 1));
    }

    private Condition condition(Filter filter) {
        if (filter instanceof Filter.Both both) {
            Condition left = condition(both.left);
            Condition right = condition(both.right);
            return both.isAnd ? left.and(right) : left.or(right);
        }
        if (filter instanceof Filter.Missing missing) {
            FileColumn column = column(missing.column);
            if (column == null) {
                return missing.missing ? Condition.ALWAYS : Condition.NEVER;
            }
            return column.missing(missing.missing);
        }
        if (filter instanceof Filter.OneOf oneOf) {
            FileColumn column = column(oneOf.column);
            return column == null
                    ? Condition.NEVER
                    : checked(
                            oneOf.column,
                            oneOf.constants().isEmpty() ? "" : oneOf.constants().get(0),
                            () -> column.oneOf(oneOf.constants(), oneOf.negated));
        }
        Filter.Comparison comparison = (Filter.Comparison) filter;
        FileColumn column = column(comparison.column);
        return column == null
                ? Condition.NEVER
                : checked(
                        comparison.column,
                        comparison.constant(),
                        () -> column.compare(comparison.operator, comparison.constant()));
    }

    private Condition checked(String name, Object constant, Supplier<Condition> work) {
        try {
            return work.get();
        } catch (FileColumn.Mismatch e) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the column " + name + " of the Parquet file " + path + " is of type "
                            + FileTypes.describe(found(name))
                            + ", and the filter compares it with a "
                            + constant.getClass().getSimpleName(),
                    "name the column with the type of its values",
                    e);
        }
    }

    private @Nullable Type found(String name) {
        GroupType group = file;
        String[] parts = name.split("\\.", -1);
        for (int i = 0; ; i++) {
            if (!group.containsField(parts[i])) {
                return null;
            }
            Type type = group.getType(parts[i]);
            if (type.isRepetition(Type.Repetition.REPEATED)) {
                throw notOne(name, "lies in a list or map");
            }
            if (i == parts.length - 1) {
                return type;
            }
            if (type.isPrimitive()) {
                return null;
            }
            group = type.asGroupType();
        }
    }

    private LisleException notOne(String name, String why) {
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "the column " + name + " of the Parquet file " + path + " " + why + ", so no filter can use it",
                "filter the records that were read");
    }

    private @Nullable FileColumn column(String name) {
        Type type = found(name);
        if (type == null) {
            if (!isKnown.test(name)) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the Parquet file " + path + " has no column " + name + ", which the filter uses",
                        "correct the name; the file has " + names(file));
            }
            return null;
        }
        if (!type.isPrimitive()) {
            throw notOne(name, "is a group of columns");
        }
        columns.add(name);
        return column(name, type.asPrimitiveType());
    }

    static String names(GroupType group) {
        List<String> names = new ArrayList<>();
        group.getFields().stream().limit(30).forEach(field -> names.add(field.getName()));
        return String.join(", ", names) + (group.getFieldCount() > 30 ? " ..." : "");
    }

    private FileColumn column(String name, PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN ->
                new FileColumn.Unordered<>(FilterApi.booleanColumn(name), constant -> {
                    if (constant instanceof Boolean value) {
                        return value;
                    }
                    throw new FileColumn.Mismatch();
                });
            case INT32 ->
                new FileColumn.Ordered<>(FilterApi.intColumn(name), whole(logical, 32, BigInteger::intValue), false);
            case INT64 ->
                new FileColumn.Ordered<>(FilterApi.longColumn(name), whole(logical, 64, BigInteger::longValue), false);
            case FLOAT -> new FloatingColumn<>(FilterApi.floatColumn(name), FloatingColumn.FLOATS);
            case DOUBLE -> new FloatingColumn<>(FilterApi.doubleColumn(name), FloatingColumn.DOUBLES);
            case INT96 -> new Int96.TimestampColumn(FilterApi.binaryColumn(name));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                boolean isFixed = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
                int length = isFixed ? type.getTypeLength() : 0;
                yield logical instanceof DecimalLogicalTypeAnnotation decimal
                        ? new FileColumn.Ordered<>(
                                FilterApi.binaryColumn(name), decimals(decimal.getScale(), length), !isFixed)
                        : new FileColumn.Ordered<>(FilterApi.binaryColumn(name), binaries(type), false);
            }
        };
    }

    /** Of columns of whole numbers: the constant in the column's unit. */
    private static <T> Function<Object, FileColumn.Place<T>> whole(
            @Nullable LogicalTypeAnnotation logical, int bits, Function<BigInteger, T> boxed) {
        Function<Object, BigDecimal> number = number(logical);
        boolean unsigned = logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
        BigInteger least = unsigned ? BigInteger.ZERO : Numbers.least(bits);
        BigInteger most = unsigned ? Numbers.most(bits + 1) : Numbers.most(bits);
        return constant -> {
            if (isInfinite(constant)) {
                boolean above = ((Number) constant).doubleValue() > 0;
                return new FileColumn.Place<>(above ? boxed.apply(most) : null, false);
            }
            FileColumn.Place<BigInteger> place = Numbers.place(number.apply(constant), least, most);
            return new FileColumn.Place<>(place.floor() == null ? null : boxed.apply(place.floor()), place.exact());
        };
    }

    private static boolean isInfinite(Object constant) {
        return (constant instanceof Double || constant instanceof Float)
                && Double.isInfinite(((Number) constant).doubleValue());
    }

    private static Function<Object, BigDecimal> number(@Nullable LogicalTypeAnnotation logical) {
        if (logical == null || logical instanceof IntLogicalTypeAnnotation) {
            return Numbers::decimal;
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return constant -> Numbers.decimal(constant).movePointRight(decimal.getScale());
        }
        if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
            return Numbers::days;
        }
        if (logical instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation time) {
            int digits = FileTypes.digitsOfNanos(time.getUnit());
            return constant -> Numbers.nanosOfDay(constant).movePointLeft(digits);
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            int digits = FileTypes.digitsOfNanos(timestamp.getUnit());
            return timestamp.isAdjustedToUTC()
                    ? constant -> Numbers.nanosOfInstant(constant).movePointLeft(digits)
                    : constant -> Numbers.nanosOfLocalDateTime(constant).movePointLeft(digits);
        }
        return constant -> {
            throw new FileColumn.Mismatch();
        };
    }

    private static Function<Object, FileColumn.Place<Binary>> decimals(int scale, int length) {
        return constant -> {
            BigDecimal number = Numbers.decimal(constant).movePointRight(scale);
            int bits = length == 0 ? Math.max(1, number.toBigInteger().bitLength()) + 8 : length * 8;
            FileColumn.Place<BigInteger> place = Numbers.place(number, Numbers.least(bits), Numbers.most(bits));
            BigInteger floor = place.floor();
            if (floor == null) {
                return new FileColumn.Place<>(null, false);
            }
            Binary binary =
                    length == 0 ? Binary.fromConstantByteArray(floor.toByteArray()) : Numbers.fixed(floor, length);
            return new FileColumn.Place<>(binary, place.exact());
        };
    }

    private static Function<Object, FileColumn.Place<Binary>> binaries(PrimitiveType type) {
        return constant -> new FileColumn.Place<>(binary(type, constant), true);
    }

    private static Binary binary(PrimitiveType type, Object constant) {
        if (FileTypes.isText(type)) {
            if (constant instanceof String text) {
                return Binary.fromString(text);
            }
            if (constant instanceof Enum<?> known) {
                return Binary.fromString(known.name());
            }
        }
        if (FileTypes.isBytes(type) && constant instanceof byte[] bytes) {
            return Binary.fromConstantByteArray(bytes);
        }
        if (FileTypes.isUuid(type) && constant instanceof UUID uuid) {
            return uuid(uuid);
        }
        throw new FileColumn.Mismatch();
    }

    static Binary uuid(UUID uuid) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return Binary.fromConstantByteArray(bytes);
    }
}
