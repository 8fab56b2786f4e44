package org.lisle.api.function;

/** The reverse natural order as one known object, so that sorts can compare keys as bytes. */
enum ReverseOrder implements SerializableComparator<Comparable<Object>> {
    INSTANCE;

    @Override
    public int compare(Comparable<Object> a, Comparable<Object> b) {
        return b.compareTo(a);
    }
}
