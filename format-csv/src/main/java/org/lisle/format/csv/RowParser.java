package org.lisle.format.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.LisleException;

/** FastCSV's parser over the rows of a piece, one at a time; begun anew behind a row that it cannot parse. */
final class RowParser<R> {
    /** Characters that a row may have: an eighth of the heap. */
    private static final int MOST_CHARACTERS =
            (int) Math.max(1L << 20, Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 16));

    private final RowLines lines;
    private final CsvOptions options;
    private final CsvCallbackHandler<R> handler;
    private @Nullable Iterator<R> rows;

    RowParser(RowLines lines, CsvOptions options, CsvCallbackHandler<R> handler) {
        this.lines = lines;
        this.options = options;
        this.handler = handler;
    }

    /** What the row that was begun is no row for. */
    static final class BadSyntax extends Exception {
        private static final long serialVersionUID = 1L;

        BadSyntax(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Parses the row that {@code lines} began. */
    R parse() throws IOException, BadSyntax {
        Iterator<R> parser = rows == null ? begin() : rows;
        // FastCSV ends for good at the end of what it is given, as it does at an error
        rows = null;
        try {
            R row = parser.next();
            rows = parser;
            return row;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            if (e.getCause() instanceof LisleException failure) {
                throw failure;
            }
            throw new BadSyntax(reason(e), e);
        }
    }

    private Iterator<R> begin() {
        return CsvReader.builder()
                .fieldSeparator(options.separator())
                .quoteCharacter(options.quote())
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .allowUnclosedQuote(false)
                .maxBufferSize(MOST_CHARACTERS)
                .build(handler, lines)
                .iterator();
    }

    private String reason(CsvParseException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = String.valueOf(cause.getMessage());
        return message.contains("nclosed")
                ? "a quote is not closed"
                        + (options.multiLine() ? "" : " on its line; fields with line breaks need multiLine(true)")
                : message;
    }
}
