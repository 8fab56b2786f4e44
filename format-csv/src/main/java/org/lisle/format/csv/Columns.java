package org.lisle.format.csv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.record.RecordShape;
import org.lisle.hdfs.failure.FileErrors;

/**
 * Which component each column of a file is.
 *
 * @param component index of the component by the column's place, -1 for a column that is passed over
 */
record Columns(int[] component) {
    static Columns inOrder(RecordShape shape) {
        int[] component = new int[shape.fields().size()];
        Arrays.setAll(component, i -> i);
        return new Columns(component);
    }

    /**
     * Reads the header from the beginning of a file. A component of which the file has no column is null when it may be.
     *
     * @throws LisleException INPUT_CORRUPT when there is no header or it cannot be read, INVALID_ARGUMENT naming columns that are missing
     */
    static Columns ofHeader(RecordShape shape, RowLines lines, CsvOptions options) throws IOException {
        HeaderNames names = new HeaderNames();
        RowParser<List<String>> parser = new RowParser<>(lines, options, names);
        if (!lines.begin()) {
            return inOrder(shape);
        }
        List<String> header;
        try {
            header = parser.parse();
        } catch (RowParser.BadSyntax e) {
            throw FileErrors.corrupt(lines.path(), 0, "the header cannot be read: " + e.getMessage(), e);
        }
        return byName(shape, header, lines.path());
    }

    private static Columns byName(RecordShape shape, List<String> header, String path) {
        int[] component = new int[header.size()];
        Arrays.fill(component, -1);
        List<String> missing = new ArrayList<>();
        for (RecordShape.Field field : shape.fields()) {
            int column = header.indexOf(field.name());
            if (column >= 0 && column != header.lastIndexOf(field.name())) {
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the header of " + path + " has the column " + field.name() + " twice",
                        "give one of them another name");
            }
            if (column >= 0) {
                component[column] = field.index();
            } else if (!field.optional()) {
                missing.add(field.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the header of " + path + " has no column " + String.join(", ", missing) + "; it has "
                            + String.join(", ", header),
                    "correct the component's name or give it a @FieldName, or make it an Optional");
        }
        return new Columns(component);
    }
}
