package org.lisle.executor.group;

import java.util.ArrayList;
import java.util.List;

/** What a group looks like when it goes on: one iterable, or a list of one for each input. */
public enum GroupShape {
    ONE_ITERABLE,
    LIST_OF_ITERABLES;

    /** @param values one collection for each input */
    Object of(List<? extends Iterable<?>> values) {
        return this == ONE_ITERABLE ? values.get(0) : new ArrayList<>(values);
    }
}
