package org.lisle.core.operator;

/**
 * Map partitions of a shuffle.
 *
 * @param from the first
 * @param to the one after the last
 */
public record MapRange(int from, int to) {
    public static final MapRange ALL = new MapRange(0, Integer.MAX_VALUE);

    public boolean contains(int mapPartition) {
        return mapPartition >= from && mapPartition < to;
    }
}
