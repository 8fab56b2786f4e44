package org.lisle.dag.lineage;

import java.util.Iterator;
import org.lisle.api.Pair;

/** Deals records to places that follow from what they are, not from when they come. Runs in a task, on its thread. */
final class DealByContent implements Iterator<Pair<Integer, Object>> {
    private final Iterator<Object> records;
    private final int start;
    private final boolean byKey;
    private final ContentHash hash;

    /** @param byKey whether the records are pairs whose values do not matter */
    DealByContent(Iterator<Object> records, int start, boolean byKey) {
        this.records = records;
        this.start = start;
        this.byKey = byKey;
        this.hash = ContentHash.ofJob();
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public Pair<Integer, Object> next() {
        Object record = records.next();
        int place = hash.of(byKey && record instanceof Pair<?, ?> pair ? pair.key() : record);
        return Pair.of(start + place, record);
    }
}
