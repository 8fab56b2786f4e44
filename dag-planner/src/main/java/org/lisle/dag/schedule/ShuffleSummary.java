package org.lisle.dag.schedule;

/**
 * A shuffle at a glance.
 *
 * @param outputsKnown map outputs that can be read now
 */
public record ShuffleSummary(int shuffleId, int mapPartitions, int reducePartitions, int outputsKnown) {}
