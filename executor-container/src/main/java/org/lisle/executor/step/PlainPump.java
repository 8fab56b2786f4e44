package org.lisle.executor.step;

import org.lisle.executor.record.RecordCursor;

/** Pushes into steps that are plain objects. */
final class PlainPump implements Pump {
    private final Step first;
    private final Demand demand;

    PlainPump(Step first, Demand demand) {
        this.first = first;
        this.demand = demand;
    }

    @Override
    public boolean run(RecordCursor cursor, int most) throws Exception {
        for (int left = most; left > 0 && demand.isOpen(); left--) {
            if (!cursor.advance()) {
                return false;
            }
            first.accept(cursor.current());
        }
        return demand.isOpen();
    }
}
