package org.lisle.format.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.ScalarText;
import org.lisle.core.record.ValueRefused;

/** A value that is not null as JSON. */
abstract class ValueForm {
    /** Reads the value whose first token the parser is at; it is at its last then. */
    abstract Object read(JsonParser parser) throws IOException;

    abstract void write(Object value, JsonGenerator out) throws IOException;

    static ValueForm of(FieldType type) {
        if (type instanceof FieldType.Nested nested) {
            return new OfRecord(new ObjectForm(nested.shape()));
        }
        if (type instanceof FieldType.Listing listing) {
            return new OfList(listing, of(listing.element()));
        }
        if (type instanceof FieldType.Mapping mapping) {
            return new OfMap(of(mapping.value()));
        }
        return new OfScalar(type);
    }

    static String describe(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        }
        if (token == JsonToken.START_ARRAY) {
            return "an array";
        }
        String text = parser.getText();
        return text.length() <= 60 ? "'" + text + "'" : "'" + text.substring(0, 60) + "...'";
    }

    private static final class OfRecord extends ValueForm {
        private final ObjectForm form;

        OfRecord(ObjectForm form) {
            this.form = form;
        }

        @Override
        Object read(JsonParser parser) throws IOException {
            return form.read(parser);
        }

        @Override
        void write(Object value, JsonGenerator out) throws IOException {
            form.write(value, out);
        }
    }

    private static final class OfList extends ValueForm {
        private final FieldType.Listing type;
        private final ValueForm element;

        OfList(FieldType.Listing type, ValueForm element) {
            this.type = type;
            this.element = element;
        }

        @Override
        Object read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new ValueRefused("there is no array, but " + describe(parser));
            }
            List<@Nullable Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : element.read(parser));
            }
            return type.of(elements);
        }

        @Override
        void write(Object value, JsonGenerator out) throws IOException {
            out.writeStartArray();
            for (Object each : (Iterable<?>) value) {
                if (each == null) {
                    out.writeNull();
                } else {
                    element.write(each, out);
                }
            }
            out.writeEndArray();
        }
    }

    private static final class OfMap extends ValueForm {
        private final ValueForm element;

        OfMap(ValueForm element) {
            this.element = element;
        }

        @Override
        Object read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new ValueRefused("there is no object, but " + describe(parser));
            }
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                entries.put(key, parser.nextToken() == JsonToken.VALUE_NULL ? null : element.read(parser));
            }
            return entries;
        }

        @Override
        void write(Object value, JsonGenerator out) throws IOException {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                if (!(entry.getKey() instanceof String key)) {
                    throw new ValueRefused("a key of a map is null");
                }
                out.writeFieldName(key);
                Object each = entry.getValue();
                if (each == null) {
                    out.writeNull();
                } else {
                    element.write(each, out);
                }
            }
            out.writeEndObject();
        }
    }

    /** Numbers and booleans are JSON's own; everything else is text. */
    private static final class OfScalar extends ValueForm {
        private final FieldType type;

        OfScalar(FieldType type) {
            this.type = type;
        }

        @Override
        Object read(JsonParser parser) throws IOException {
            JsonToken token = parser.currentToken();
            Object value = token == JsonToken.VALUE_STRING ? ofText(parser.getText()) : ofToken(parser, token);
            if (value == null) {
                throw new ValueRefused(describe(parser) + " is no " + ScalarText.name(type));
            }
            return value;
        }

        private @Nullable Object ofText(String text) {
            if (type instanceof FieldType.Simple simple) {
                switch (simple.kind()) {
                    case BOOLEAN, BYTE, SHORT, INT, LONG -> {
                        return null;
                    }
                    case FLOAT, DOUBLE -> {
                        if (!text.endsWith("Infinity") && !text.equals("NaN")) {
                            return null;
                        }
                    }
                    default -> {}
                }
            }
            return ScalarText.parse(type, text);
        }

        private @Nullable Object ofToken(JsonParser parser, JsonToken token) throws IOException {
            if (type instanceof FieldType.Decimal) {
                return token.isNumeric() ? parser.getDecimalValue() : null;
            }
            if (!(type instanceof FieldType.Simple simple)) {
                return null;
            }
            boolean whole = token == JsonToken.VALUE_NUMBER_INT;
            return switch (simple.kind()) {
                case BOOLEAN -> token.isBoolean() ? (Object) parser.getBooleanValue() : null;
                case BYTE -> whole ? (Object) signedByte(parser) : null;
                case SHORT -> whole ? (Object) parser.getShortValue() : null;
                case INT -> whole ? (Object) parser.getIntValue() : null;
                case LONG -> whole ? (Object) parser.getLongValue() : null;
                case FLOAT -> token.isNumeric() ? (Object) parser.getFloatValue() : null;
                case DOUBLE -> token.isNumeric() ? (Object) parser.getDoubleValue() : null;
                default -> null;
            };
        }

        /** Jackson's own lets 255 pass as -1. */
        private static byte signedByte(JsonParser parser) throws IOException {
            int value = parser.getIntValue();
            if (value != (byte) value) {
                throw new ValueRefused("'" + value + "' is no byte");
            }
            return (byte) value;
        }

        @Override
        void write(Object value, JsonGenerator out) throws IOException {
            if (value instanceof String text) {
                out.writeString(text);
            } else if (value instanceof Boolean flag) {
                out.writeBoolean(flag);
            } else if (value instanceof Double number && Double.isFinite(number)) {
                out.writeNumber(number);
            } else if (value instanceof Float number && Float.isFinite(number)) {
                out.writeNumber(number);
            } else if (value instanceof BigDecimal number) {
                out.writeNumber(number);
            } else if (value instanceof Long
                    || value instanceof Integer
                    || value instanceof Short
                    || value instanceof Byte) {
                out.writeNumber(((Number) value).longValue());
            } else {
                out.writeString(ScalarText.format(value));
            }
        }
    }
}
