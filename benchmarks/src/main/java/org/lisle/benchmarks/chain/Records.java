package org.lisle.benchmarks.chain;

import org.lisle.executor.record.RecordCursor;

/** The source of a chain: objects that are there. */
final class Records implements RecordCursor {
    private final Object[] records;
    private int at = -1;

    Records(Object[] records) {
        this.records = records;
    }

    @Override
    public boolean advance() {
        return ++at < records.length;
    }

    @Override
    public Object current() {
        return records[at];
    }

    @Override
    public void close() {}
}
