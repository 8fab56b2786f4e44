package org.lisle.executor.step;

import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.record.RecordCursor;

/** Pulls through a step that makes many records of one. */
final class ExpandingCursor implements RecordCursor {
    private final RecordCursor source;
    private final Expansion expansion;
    private Iterator<?> expanded = Collections.emptyIterator();
    private @Nullable Object current;

    ExpandingCursor(RecordCursor source, Expansion expansion) {
        this.source = source;
        this.expansion = expansion;
    }

    @Override
    public boolean advance() throws Exception {
        while (!expanded.hasNext()) {
            if (!source.advance()) {
                return false;
            }
            expanded = expansion.expand(source.current());
        }
        current = expanded.next();
        return true;
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    @Override
    public String where() {
        return source.where();
    }

    @Override
    public void close() {
        source.close();
    }
}
