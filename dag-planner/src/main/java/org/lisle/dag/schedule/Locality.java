package org.lisle.dag.schedule;

/** How near a slot is to a task's input, the nearest first. */
enum Locality {
    /** The executor holds the cached partition. */
    PROCESS,
    /** The host holds the bytes. */
    NODE,
    /** A host of the same rack holds the bytes. */
    RACK,
    /** Anywhere else; also where a task has no preference. */
    ANY;

    private static final Locality[] LEVELS = values();

    Locality next() {
        return this == ANY ? ANY : LEVELS[ordinal() + 1];
    }

    boolean allows(Locality other) {
        return other.compareTo(this) <= 0;
    }
}
