package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.executor.badrecord.RecordPlace;

/**
 * A step that makes one record of one at most, whose bad records are set aside. The step hands its record to a slot, and only then does it go
 * on: what later steps throw is theirs.
 */
final class GuardedStep implements Step {
    private final Step step;
    private final StepsCursor.Slot slot;
    private final int operator;
    private final BadRecords badRecords;
    private final RecordPlace place;
    private final Step next;

    /** @param step ends in the slot */
    GuardedStep(Step step, StepsCursor.Slot slot, int operator, BadRecords badRecords, RecordPlace place, Step next) {
        this.step = step;
        this.slot = slot;
        this.operator = operator;
        this.badRecords = badRecords;
        this.place = place;
        this.next = next;
    }

    @Override
    public void accept(@Nullable Object record) throws Exception {
        slot.clear();
        try {
            step.accept(record);
        } catch (Exception e) {
            badRecords.setAside(operator, record, e, place);
            return;
        }
        if (slot.isFilled()) {
            next.accept(slot.record());
        }
    }
}
