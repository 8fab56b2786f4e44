package org.lisle.api;

import java.io.Serializable;

/**
 * A partition of a dataset.
 *
 * @param index from 0
 */
public record Partition(int index) implements Serializable {}
