package org.lisle.acceptance;

import java.time.Instant;

/** A record as a line of fields between blanks, its quantity first; a note that is missing is an empty field. */
final class Lines {
    private Lines() {}

    static String of(Row row) {
        String note = row.note() == null ? "" : row.note();
        return row.quantity() + " " + row.name() + " " + row.price() + " " + row.at() + " " + note;
    }

    static Row parse(long id, String line) {
        String[] fields = line.split(" ", -1);
        return new Row(
                id,
                fields[1],
                Integer.parseInt(fields[0]),
                Double.parseDouble(fields[2]),
                Instant.parse(fields[3]),
                fields[4].isEmpty() ? null : fields[4]);
    }
}
