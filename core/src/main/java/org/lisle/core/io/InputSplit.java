package org.lisle.core.io;

import java.util.List;

/**
 * A part of a source that one task reads.
 *
 * @param payload what {@link DataSource#open} needs, in the source's own encoding
 * @param length bytes; 0 when unknown
 * @param hosts nodes that hold most of it, best first; empty for none
 * @param description for people: {@code hdfs:///data/a.txt:0+134217728}
 */
public record InputSplit(byte[] payload, long length, List<String> hosts, String description) {
    public InputSplit {
        hosts = List.copyOf(hosts);
    }

    @Override
    public String toString() {
        return description;
    }
}
