package org.lisle.executor.block;

import org.jspecify.annotations.Nullable;

/**
 * Puts a partition into the store record by record, while the same records go on to the next step: so nothing is lost when the block does
 * not fit. Ends with exactly one of {@link #commit} and {@link #abandon}. Confined to the task's thread.
 */
public interface BlockBuilder {
    /**
     * Adds a value. A value kept as an object must not be changed afterwards.
     *
     * @return false when the block does not fit by its level: it will not be kept, and further values are ignored
     * @throws org.lisle.core.error.LisleException SPILL_DISK_FULL, LOCAL_DISK or RECORD_NOT_SERIALIZABLE
     */
    boolean add(@Nullable Object value);

    /** Makes the block visible, reports it to the driver and sends replicas on their way. @return false when it is not kept */
    boolean commit();

    /** Forgets everything added. Does nothing after {@link #commit}. */
    void abandon();
}
