package org.lisle.executor.group;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one key in memory, a list for each input that has some. */
final class ValueLists {
    /** Of the object itself, its array, and the first list. */
    static final int BYTES = 96;

    /** Of a reference in a list that grows by halves. */
    static final int REFERENCE_BYTES = 6;

    private final @Nullable ArrayList<@Nullable Object>[] lists;

    @SuppressWarnings({"unchecked", "rawtypes"})
    ValueLists(int inputs) {
        lists = new ArrayList[inputs];
    }

    void add(int input, @Nullable Object value) {
        ArrayList<@Nullable Object> list = lists[input];
        if (list == null) {
            list = new ArrayList<>(2);
            lists[input] = list;
        }
        list.add(value);
    }

    int inputs() {
        return lists.length;
    }

    /** The values from one input; empty when there are none. */
    List<@Nullable Object> of(int input) {
        ArrayList<@Nullable Object> list = lists[input];
        return list == null ? new ArrayList<>(0) : list;
    }

    List<List<@Nullable Object>> all() {
        List<List<@Nullable Object>> all = new ArrayList<>(lists.length);
        for (int input = 0; input < lists.length; input++) {
            all.add(of(input));
        }
        return all;
    }
}
