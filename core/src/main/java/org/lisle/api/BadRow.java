package org.lisle.api;

import java.io.Serializable;

/**
 * A row of a text file that is not what its format and the record class say.
 *
 * @param file its path
 * @param offset of its first byte in the file, or in what a codec makes of the file
 * @param line its number from 1; 0 when it is not known, because the file was read from its middle
 * @param text the row, or its beginning when it is long
 * @param reason a clause for people
 */
public record BadRow(String file, long offset, long line, String text, String reason) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where it is: {@code line 7 (byte 123) of hdfs:///a.csv}. */
    public String place() {
        return (line > 0 ? "line " + line + " (byte " + offset + ")" : "byte " + offset) + " of " + file;
    }
}
