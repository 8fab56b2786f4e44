package org.lisle.core.operator;

/**
 * Marks a function over the records of a partition that makes of each record what it makes of it alone, whatever else the partition has; it may
 * depend on the partition's number. What it makes of the parts of a partition is together what it makes of the whole.
 */
public interface ByRecord {}
