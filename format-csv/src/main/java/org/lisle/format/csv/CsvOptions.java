package org.lisle.format.csv;

import java.io.Serializable;
import org.lisle.api.BadRows;
import org.lisle.api.FileCompression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What a {@link Csv} was told. */
record CsvOptions(
        boolean header,
        char separator,
        char quote,
        String nullText,
        boolean multiLine,
        BadRows badRows,
        FileCompression compression)
        implements Serializable {
    static final CsvOptions DEFAULT = new CsvOptions(false, ',', '"', "", false, BadRows.fail(), FileCompression.NONE);

    CsvOptions {
        check(separator != quote, "the separator and the quote are the same character");
        check(!isLineEnd(separator) && !isLineEnd(quote), "a line break can be neither separator nor quote");
        check(
                nullText.chars().noneMatch(c -> c == separator || c == quote || isLineEnd((char) c)),
                "the null text '" + nullText + "' holds a separator, quote or line break");
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new LisleException(ErrorCode.INVALID_ARGUMENT, complaint, "pass another one to Csv");
        }
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    CsvOptions withHeader(boolean to) {
        return new CsvOptions(to, separator, quote, nullText, multiLine, badRows, compression);
    }

    CsvOptions withSeparator(char to) {
        return new CsvOptions(header, to, quote, nullText, multiLine, badRows, compression);
    }

    CsvOptions withQuote(char to) {
        return new CsvOptions(header, separator, to, nullText, multiLine, badRows, compression);
    }

    CsvOptions withNullText(String to) {
        return new CsvOptions(header, separator, quote, to, multiLine, badRows, compression);
    }

    CsvOptions withMultiLine(boolean to) {
        return new CsvOptions(header, separator, quote, nullText, to, badRows, compression);
    }

    CsvOptions withBadRows(BadRows to) {
        return new CsvOptions(header, separator, quote, nullText, multiLine, to, compression);
    }

    CsvOptions withCompression(FileCompression to) {
        return new CsvOptions(header, separator, quote, nullText, multiLine, badRows, to);
    }
}
