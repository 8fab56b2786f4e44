package org.lisle.api;

/** What a save does with what is at its place already; given by {@link SaveOptions}. Whichever it is, the output appears whole or not at all. */
public enum SaveMode {
    /** Fails with OUTPUT_EXISTS before anything runs. The default, as in Spark. */
    ERROR_IF_EXISTS,
    /** Replaces the directory when the job is committed; until then, and when the job fails, it is as it was. */
    OVERWRITE,
    /**
     * Replaces those partition directories ({@code dt=2026-01-01/}) to which the job writes a file, and leaves the others alone: Spark's
     * dynamic partition overwrite.
     */
    OVERWRITE_PARTITIONS,
    /** Adds files whose names no other job uses. */
    APPEND,
    /** Runs nothing when there is something already. */
    IGNORE;

    /** Whether names of files tell which job wrote them, because files of several jobs may lie, or have lain, at one place. */
    public boolean namesTellTheJob() {
        return this == OVERWRITE || this == OVERWRITE_PARTITIONS || this == APPEND;
    }
}
