package org.lisle.format.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;

/** Gathers the fields of a row as text. */
final class HeaderNames extends AbstractBaseCsvCallbackHandler<List<String>> {
    private final List<String> names = new ArrayList<>();

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        names.add(new String(buffer, offset, length));
    }

    @Override
    protected List<String> buildRecord() {
        return names;
    }
}
