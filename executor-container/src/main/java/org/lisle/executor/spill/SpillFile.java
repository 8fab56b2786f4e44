package org.lisle.executor.spill;

import java.nio.file.Path;

/**
 * A finished file of records.
 *
 * @param what for errors: {@code "a run of combine by key"}
 * @param records how many times {@link SpillWriter#endRecord} was called
 */
public record SpillFile(String what, Path path, long records, long bytes) {}
