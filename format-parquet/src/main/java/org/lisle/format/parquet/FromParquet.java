package org.lisle.format.parquet;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ScalarText;
import org.lisle.core.record.ValueRefused;

/**
 * Makes Java records of the columns of one file. What makes a value is decided on once, beside the columns that are read for it.
 *
 * <p>Lists and maps are found in all the forms that writers have given them, by the rules for older ones in the format's description of its
 * logical types.
 */
final class FromParquet {
    private final String path;
    private final Refusal refusal = new Refusal();

    private FromParquet(String path) {
        this.path = path;
    }

    /** The first value of a record that does not fit. It counts only when the record is wanted, which is known behind its last value. */
    private static final class Refusal {
        private @Nullable ValueRefused first;

        void add(String column, RuntimeException failure) {
            if (first == null) {
                first = new ValueRefused("the column " + column + ": " + failure.getMessage(), failure.getCause());
            }
        }
    }

    /** A part of the file's schema that is read, and what takes its values; that is made once. */
    private record Part(Type column, Function<Consumer<Object>, Converter> converter) {}

    /** The records of a file. */
    static final class Row {
        private final Fields fields;
        private final GroupConverter converter;
        private final Refusal refusal;

        private Row(Fields fields, Refusal refusal) {
            this.fields = fields;
            this.refusal = refusal;
            this.converter = fields.converter(() -> refusal.first = null, () -> {});
        }

        List<Type> columns() {
            return fields.columns;
        }

        GroupConverter converter() {
            return converter;
        }

        /** The record whose values came. @throws ValueRefused naming the column whose value does not fit */
        Object record() {
            if (refusal.first != null) {
                throw refusal.first;
            }
            return fields.make();
        }
    }

    /** @throws LisleException INVALID_ARGUMENT naming file and column when a component cannot be made of what the file has */
    static Row of(GroupType file, RecordShape shape, String path) {
        FromParquet from = new FromParquet(path);
        return new Row(from.fields(file, shape, ""), from.refusal);
    }

    private LisleException unfit(String what) {
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "the Parquet file " + path + " does not fit the record class: " + what,
                "correct the component, or read the file with Parquet.generic()");
    }

    /** The components of a record, of the columns that the file has for them. */
    private static final class Fields {
        private final RecordShape shape;
        private final List<Type> columns = new ArrayList<>();
        private final List<Converter> converters = new ArrayList<>();
        private final List<BareList> bareLists = new ArrayList<>();
        private final @Nullable Object[] values;

        Fields(RecordShape shape) {
            this.shape = shape;
            this.values = new Object[shape.fields().size()];
        }

        void add(RecordShape.Field field, Part part) {
            columns.add(part.column());
            converters.add(part.converter().apply(value -> values[field.index()] = value));
        }

        void addBareList(RecordShape.Field field, FieldType.Listing type, Part element) {
            BareList list = new BareList(field.index(), type);
            bareLists.add(list);
            columns.add(element.column());
            converters.add(element.converter().apply(value -> list.elements.add(value)));
        }

        void addIgnored(Type column) {
            columns.add(column);
            converters.add(Ignored.of(column));
        }

        Object make() {
            for (BareList list : bareLists) {
                values[list.index] = list.type.of(list.elements);
            }
            return shape.make(values);
        }

        GroupConverter converter(Runnable begin, Runnable finish) {
            Converter[] ofColumns = converters.toArray(new Converter[0]);
            return new GroupConverter() {
                @Override
                public Converter getConverter(int index) {
                    return ofColumns[index];
                }

                @Override
                public void start() {
                    begin.run();
                    Arrays.fill(values, null);
                    bareLists.forEach(list -> list.elements = new ArrayList<>());
                }

                @Override
                public void end() {
                    finish.run();
                }
            };
        }
    }

    /** A column that repeats without a group around it. */
    private static final class BareList {
        private final int index;
        private final FieldType.Listing type;
        private List<@Nullable Object> elements = new ArrayList<>();

        BareList(int index, FieldType.Listing type) {
            this.index = index;
            this.type = type;
        }
    }

    private Fields fields(GroupType group, RecordShape shape, String prefix) {
        Fields fields = new Fields(shape);
        for (RecordShape.Field field : shape.fields()) {
            if (!group.containsField(field.name())) {
                if (field.required()) {
                    throw unfit("it has no column " + prefix + field.name() + ", and its component is a primitive");
                }
                continue;
            }
            Type column = group.getType(field.name());
            boolean isBareList = column.isRepetition(Type.Repetition.REPEATED);
            if (isBareList && field.type() instanceof FieldType.Listing listing) {
                fields.addBareList(field, listing, part(column, listing.element(), prefix + field.name()));
            } else if (isBareList) {
                throw mismatch(column, field.type(), prefix + field.name());
            } else {
                fields.add(field, part(column, field.type(), prefix + field.name()));
            }
        }
        return fields;
    }

    private LisleException mismatch(Type column, FieldType type, String name) {
        return unfit("its column " + name + " is of type " + FileTypes.describe(column) + ", of which no "
                + ScalarText.name(type) + " can be made");
    }

    private Part part(Type column, FieldType type, String name) {
        Part part = null;
        if (column.isPrimitive()) {
            part = primitive(column.asPrimitiveType(), type, name);
        } else if (type instanceof FieldType.Listing listing) {
            part = list(column.asGroupType(), listing, name);
        } else if (type instanceof FieldType.Mapping mapping) {
            part = map(column.asGroupType(), mapping, name);
        } else if (type instanceof FieldType.Nested nested && column.getLogicalTypeAnnotation() == null) {
            part = record(column.asGroupType(), nested, name);
        }
        if (part == null) {
            throw mismatch(column, type, name);
        }
        return part;
    }

    /** Of a group of which no column is wanted one is read: it says whether there is a record. */
    private Part record(GroupType group, FieldType.Nested type, String name) {
        Fields fields = fields(group, type.shape(), name + ".");
        if (fields.columns.isEmpty()) {
            fields.addIgnored(first(group));
        }
        return new Part(
                group.withNewFields(fields.columns),
                target -> fields.converter(() -> {}, () -> {
                    try {
                        target.accept(fields.make());
                    } catch (ValueRefused e) {
                        refusal.add(name, e);
                    }
                }));
    }

    private static Type first(GroupType group) {
        Type first = group.getType(0);
        return first.isPrimitive() ? first : first.asGroupType().withNewFields(first(first.asGroupType()));
    }

    private @Nullable Part list(GroupType group, FieldType.Listing type, String name) {
        boolean isList = group.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation;
        if (!isList || group.getFieldCount() != 1 || !group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
            return null;
        }
        Type repeated = group.getType(0);
        boolean isElement = isElement(repeated, group.getName());
        Part element =
                part(isElement ? repeated : repeated.asGroupType().getType(0), type.element(), name + ".element");
        Type read = isElement ? element.column() : repeated.asGroupType().withNewFields(element.column());
        return new Part(group.withNewFields(read), target -> new ListConverter(type, element, isElement, target));
    }

    /** Whether what repeats is the element itself, and no group around it. */
    private static boolean isElement(Type repeated, String list) {
        if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1) {
            return true;
        }
        return repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
                || repeated.getName().equals("array")
                || repeated.getName().equals(list + "_tuple");
    }

    private static final class ListConverter extends GroupConverter {
        private final FieldType.Listing type;
        private final Consumer<Object> target;
        private final Converter repeated;
        private List<@Nullable Object> elements = new ArrayList<>();

        ListConverter(FieldType.Listing type, Part element, boolean isElement, Consumer<Object> target) {
            this.type = type;
            this.target = target;
            this.repeated = isElement
                    ? element.converter().apply(value -> elements.add(value))
                    : new OneValue(element, value -> elements.add(value));
        }

        @Override
        public Converter getConverter(int index) {
            return repeated;
        }

        @Override
        public void start() {
            elements = new ArrayList<>();
        }

        @Override
        public void end() {
            target.accept(type.of(elements));
        }
    }

    /** A group around one value, which may be null. */
    private static final class OneValue extends GroupConverter {
        private final Converter inner;
        private final Consumer<@Nullable Object> target;
        private @Nullable Object value;

        OneValue(Part inner, Consumer<@Nullable Object> target) {
            this.target = target;
            this.inner = inner.converter().apply(found -> value = found);
        }

        @Override
        public Converter getConverter(int index) {
            return inner;
        }

        @Override
        public void start() {
            value = null;
        }

        @Override
        public void end() {
            target.accept(value);
        }
    }

    private @Nullable Part map(GroupType group, FieldType.Mapping type, String name) {
        LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
        boolean isMap = logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
                || logical instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
        if (!isMap || group.getFieldCount() != 1 || group.getType(0).isPrimitive()) {
            return null;
        }
        GroupType entry = group.getType(0).asGroupType();
        Type key = entry.getType(0);
        if (entry.getFieldCount() != 2 || !key.isPrimitive() || !FileTypes.isText(key.asPrimitiveType())) {
            return null;
        }
        Part value = part(entry.getType(1), type.value(), name + ".value");
        Type read = entry.withNewFields(key, value.column());
        return new Part(group.withNewFields(read), target -> new MapConverter(value, target));
    }

    private static final class MapConverter extends GroupConverter {
        private final Consumer<Object> target;
        private final Converter[] ofEntry;
        private final GroupConverter entry;
        private Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        private String key = "";
        private @Nullable Object value;

        MapConverter(Part value, Consumer<Object> target) {
            this.target = target;
            this.ofEntry = new Converter[] {
                new PrimitiveConverter() {
                    @Override
                    public void addBinary(Binary found) {
                        key = found.toStringUsingUTF8();
                    }
                },
                value.converter().apply(found -> this.value = found)
            };
            this.entry = new GroupConverter() {
                @Override
                public Converter getConverter(int index) {
                    return ofEntry[index];
                }

                @Override
                public void start() {
                    key = "";
                    MapConverter.this.value = null;
                }

                @Override
                public void end() {
                    entries.put(key, MapConverter.this.value);
                }
            };
        }

        @Override
        public Converter getConverter(int index) {
            return entry;
        }

        @Override
        public void start() {
            entries = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            target.accept(entries);
        }
    }

    private @Nullable Part primitive(PrimitiveType column, FieldType type, String name) {
        boolean isFixed = column.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        return switch (column.getPrimitiveTypeName()) {
            case INT32, INT64 -> {
                LongFunction<Object> value = PrimitiveValues.whole(column, type);
                yield value == null ? null : new Part(column, target -> new WholeNumbers(name, value, target));
            }
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                Function<Binary, Object> value = PrimitiveValues.binary(column, type, isFixed);
                boolean isShared = !(type instanceof FieldType.Simple simple && simple.kind() == FieldType.Kind.BYTES);
                yield value == null ? null : new Part(column, target -> new Binaries(name, value, isShared, target));
            }
            case INT96 ->
                PrimitiveValues.is(type, FieldType.Kind.INSTANT)
                        ? new Part(column, target -> new Binaries(name, Int96::instant, true, target))
                        : null;
            case BOOLEAN ->
                PrimitiveValues.is(type, FieldType.Kind.BOOLEAN)
                        ? new Part(column, target -> new PrimitiveConverter() {
                            @Override
                            public void addBoolean(boolean value) {
                                target.accept(value);
                            }
                        })
                        : null;
            case FLOAT -> {
                boolean isWider = PrimitiveValues.is(type, FieldType.Kind.DOUBLE);
                yield isWider || PrimitiveValues.is(type, FieldType.Kind.FLOAT)
                        ? new Part(column, target -> new PrimitiveConverter() {
                            @Override
                            public void addFloat(float value) {
                                target.accept(isWider ? (Object) (double) value : (Object) value);
                            }
                        })
                        : null;
            }
            case DOUBLE ->
                PrimitiveValues.is(type, FieldType.Kind.DOUBLE)
                        ? new Part(column, target -> new PrimitiveConverter() {
                            @Override
                            public void addDouble(double value) {
                                target.accept(value);
                            }
                        })
                        : null;
        };
    }

    /** Values that come as int or long. */
    private final class WholeNumbers extends PrimitiveConverter {
        private final String name;
        private final LongFunction<Object> value;
        private final Consumer<Object> target;

        WholeNumbers(String name, LongFunction<Object> value, Consumer<Object> target) {
            this.name = name;
            this.value = value;
            this.target = target;
        }

        @Override
        public void addInt(int found) {
            addLong(found);
        }

        @Override
        public void addLong(long found) {
            Object made;
            try {
                made = value.apply(found);
            } catch (ValueRefused | DateTimeException e) {
                refusal.add(name, e);
                return;
            }
            target.accept(made);
        }
    }

    /** Values that come as bytes; those of a dictionary are made once, unless they can be changed. */
    private final class Binaries extends PrimitiveConverter {
        private final String name;
        private final Function<Binary, Object> value;
        private final boolean isShared;
        private final Consumer<Object> target;
        private @Nullable Object[] ofDictionary = new Object[0];
        private @Nullable Dictionary dictionary;

        Binaries(String name, Function<Binary, Object> value, boolean isShared, Consumer<Object> target) {
            this.name = name;
            this.value = value;
            this.isShared = isShared;
            this.target = target;
        }

        @Override
        public boolean hasDictionarySupport() {
            return isShared;
        }

        @Override
        public void setDictionary(Dictionary next) {
            dictionary = next;
            ofDictionary = new Object[next.getMaxId() + 1];
        }

        @Override
        public void addValueFromDictionary(int id) {
            Object made = ofDictionary[id];
            if (made == null && dictionary != null) {
                made = made(dictionary.decodeToBinary(id));
                ofDictionary[id] = made;
            }
            if (made != null) {
                target.accept(made);
            }
        }

        @Override
        public void addBinary(Binary found) {
            Object made = made(found);
            if (made != null) {
                target.accept(made);
            }
        }

        private @Nullable Object made(Binary found) {
            try {
                return value.apply(found);
            } catch (ValueRefused | DateTimeException | ArithmeticException e) {
                refusal.add(name, e);
                return null;
            }
        }
    }
}
