package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import org.lisle.executor.record.RecordCursor;

/** A template of {@link PlainPump}. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotPump implements Pump {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final Step FIRST = LINK.next();
    private static final Tail TAIL = LINK.tail();

    HotPump() {}

    @Override
    public boolean run(RecordCursor cursor, int most) throws Exception {
        for (int left = most; left > 0 && TAIL.isOpen(); left--) {
            if (!cursor.advance()) {
                return false;
            }
            FIRST.accept(cursor.current());
        }
        return TAIL.isOpen();
    }
}
