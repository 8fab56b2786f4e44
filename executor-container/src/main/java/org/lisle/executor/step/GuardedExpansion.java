package org.lisle.executor.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.executor.badrecord.RecordPlace;

/**
 * An expansion whose bad records are set aside. What a record becomes is gathered first, so that a record that throws in the middle leaves
 * nothing behind; behind {@value #MOST_GATHERED} records the rest streams, and what it throws fails the task.
 */
final class GuardedExpansion implements Expansion {
    static final int MOST_GATHERED = 4096;

    private final Expansion expansion;
    private final int operator;
    private final BadRecords badRecords;
    private final RecordPlace place;

    GuardedExpansion(Expansion expansion, int operator, BadRecords badRecords, RecordPlace place) {
        this.expansion = expansion;
        this.operator = operator;
        this.badRecords = badRecords;
        this.place = place;
    }

    @Override
    public Iterator<?> expand(@Nullable Object record) throws Exception {
        List<@Nullable Object> gathered = new ArrayList<>();
        Iterator<?> rest;
        try {
            rest = expansion.expand(record);
            while (gathered.size() < MOST_GATHERED) {
                if (!rest.hasNext()) {
                    return gathered.iterator();
                }
                gathered.add(rest.next());
            }
        } catch (Exception e) {
            badRecords.setAside(operator, record, e, place);
            return Collections.emptyIterator();
        }
        return new Both(gathered.iterator(), rest);
    }

    /** Two iterators, one after the other. */
    private static final class Both implements Iterator<@Nullable Object> {
        private final Iterator<? extends @Nullable Object> first;
        private final Iterator<? extends @Nullable Object> second;

        Both(Iterator<? extends @Nullable Object> first, Iterator<? extends @Nullable Object> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public @Nullable Object next() {
            return first.hasNext() ? first.next() : second.next();
        }
    }
}
