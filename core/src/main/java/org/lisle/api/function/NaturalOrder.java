package org.lisle.api.function;

/** The natural order as one known object, so that sorts can compare keys as bytes. */
enum NaturalOrder implements SerializableComparator<Comparable<Object>> {
    INSTANCE;

    @Override
    public int compare(Comparable<Object> a, Comparable<Object> b) {
        return a.compareTo(b);
    }
}
