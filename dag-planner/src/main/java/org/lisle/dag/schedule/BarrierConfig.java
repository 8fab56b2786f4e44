package org.lisle.dag.schedule;

/**
 * What barrier stages may have.
 *
 * @param mostSlots task slots that there can ever be at a time; {@link Long#MAX_VALUE} for no limit
 * @param slotsText how that number comes about, with the settings' names: for errors
 * @param syncTimeoutNanos how long a task waits for the others
 * @param noticeNanos a stage that has waited for slots for so long is reported; 0 for never
 */
public record BarrierConfig(long mostSlots, String slotsText, long syncTimeoutNanos, long noticeNanos) {
    /** Everything may be had, and nobody is told anything. */
    public static final BarrierConfig UNLIMITED = new BarrierConfig(Long.MAX_VALUE, "", Long.MAX_VALUE, 0);
}
