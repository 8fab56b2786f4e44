package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.executor.record.RecordCursor;

/** Pulls through steps that make one record of one at most: each source record is pushed, and what comes out is the next one. */
final class StepsCursor implements RecordCursor {
    private final RecordCursor source;
    private final Step first;
    private final Slot slot;

    StepsCursor(RecordCursor source, Step first, Slot slot) {
        this.source = source;
        this.first = first;
        this.slot = slot;
    }

    @Override
    public boolean advance() throws Exception {
        slot.filled = false;
        while (source.advance()) {
            first.accept(source.current());
            if (slot.filled) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Object current() {
        return slot.record;
    }

    @Override
    public String where() {
        return source.where();
    }

    @Override
    public void close() {
        source.close();
    }

    /** The end of the steps, with room for one record. */
    static final class Slot implements Step {
        private @Nullable Object record;
        private boolean filled;

        @Override
        public void accept(@Nullable Object passed) {
            record = passed;
            filled = true;
        }

        void clear() {
            record = null;
            filled = false;
        }

        boolean isFilled() {
            return filled;
        }

        @Nullable
        Object record() {
            return record;
        }
    }
}
