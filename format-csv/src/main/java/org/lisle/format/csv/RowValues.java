package org.lisle.format.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.record.FieldType;
import org.lisle.core.record.RecordShape;
import org.lisle.core.record.ScalarText;
import org.lisle.core.record.ValueRefused;

/** Makes values of the fields of a row as the parser finds them. The first field that does not fit is remembered. */
final class RowValues extends AbstractBaseCsvCallbackHandler<RowValues> {
    private final RecordShape shape;
    private final int[] componentOfColumn;
    private final String nullText;
    private final @Nullable Object[] values;
    private int fields;
    private boolean blank;
    private @Nullable ValueRefused refused;

    RowValues(RecordShape shape, Columns columns, String nullText) {
        this.shape = shape;
        this.componentOfColumn = columns.component();
        this.nullText = nullText;
        this.values = new Object[shape.fields().size()];
    }

    @Override
    protected void handleBegin(long line) {
        fields = 0;
        blank = false;
        refused = null;
        Arrays.fill(values, null);
    }

    @Override
    protected void handleEmpty() {
        blank = true;
        if (componentOfColumn.length == 1) {
            handleField(0, new char[0], 0, 0, false);
        }
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        fields++;
        if (index >= componentOfColumn.length || componentOfColumn[index] < 0 || refused != null) {
            return;
        }
        RecordShape.Field field = shape.fields().get(componentOfColumn[index]);
        if (!quoted && isNull(buffer, offset, length)) {
            return;
        }
        try {
            values[field.index()] = value(field.type(), buffer, offset, length);
        } catch (ValueRefused e) {
            refused = new ValueRefused("the field " + field.name() + ": " + e.getMessage());
        }
    }

    private boolean isNull(char[] buffer, int offset, int length) {
        if (length != nullText.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[offset + i] != nullText.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Object value(FieldType type, char[] buffer, int offset, int length) {
        if (type instanceof FieldType.Simple simple && length > 0 && length < 10) {
            // nine digits are no overflow of an int
            boolean isInt = simple.kind() == FieldType.Kind.INT;
            if (isInt || simple.kind() == FieldType.Kind.LONG) {
                int digits = digits(buffer, offset, length);
                if (digits >= 0) {
                    return isInt ? (Object) digits : (Object) (long) digits;
                }
            }
        }
        return ScalarText.parse(type, new String(buffer, offset, length));
    }

    /** The number that is written in these characters, -1 when one is no digit. */
    private static int digits(char[] buffer, int offset, int length) {
        int number = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    @Override
    protected RowValues buildRecord() {
        return this;
    }

    /** Whether the line is empty, and no row because a row has more columns than one. */
    boolean isBlank() {
        return blank && componentOfColumn.length != 1;
    }

    /** @throws ValueRefused when the row does not fit the record class */
    Object record() {
        if (fields != componentOfColumn.length) {
            throw new ValueRefused("it has " + fields + " fields instead of " + componentOfColumn.length);
        }
        if (refused != null) {
            throw refused;
        }
        return shape.make(values);
    }
}
