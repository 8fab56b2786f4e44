package org.lisle.core.operator;

/**
 * Marks a function whose calls are seen outside of the job, such as that of {@code foreach}: of a stage that calls it no second attempt runs
 * beside the first merely to be quicker.
 */
public interface SideEffects {}
