package org.lisle.format.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ValueRefused;

/** A record as a JSON object. Confined to one thread. */
final class ObjectForm {
    private final RecordShape shape;
    private final Map<String, RecordShape.Field> byName = new HashMap<>();
    private final ValueForm[] forms;

    ObjectForm(RecordShape shape) {
        this.shape = shape;
        this.forms = new ValueForm[shape.fields().size()];
        for (RecordShape.Field field : shape.fields()) {
            byName.put(field.name(), field);
            forms[field.index()] = ValueForm.of(field.type());
        }
    }

    /** Reads the object at whose beginning the parser is; it is at its end then. @throws ValueRefused when it does not fit */
    Object read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new ValueRefused("there is no object, but " + ValueForm.describe(parser));
        }
        Object[] values = new Object[forms.length];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            RecordShape.Field field = byName.get(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                values[field.index()] = read(field, parser);
            }
        }
        return shape.make(values);
    }

    private Object read(RecordShape.Field field, JsonParser parser) throws IOException {
        try {
            return forms[field.index()].read(parser);
        } catch (ValueRefused e) {
            throw new ValueRefused("the field " + field.name() + ": " + e.getMessage());
        }
    }

    void write(Object record, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (RecordShape.Field field : shape.fields()) {
            Object value = shape.get(record, field.index());
            if (value != null) {
                out.writeFieldName(field.name());
                forms[field.index()].write(value, out);
            }
        }
        out.writeEndObject();
    }
}
