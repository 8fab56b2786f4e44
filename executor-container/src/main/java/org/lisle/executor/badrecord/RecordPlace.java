package org.lisle.executor.badrecord;

/** Where the records come from that go through a chain now, for people: file and offset where they are known. */
@FunctionalInterface
public interface RecordPlace {
    RecordPlace UNKNOWN = () -> "";

    /** Of the last record; empty when nothing is known. */
    String where();
}
