package org.lisle.executor.step;

import java.lang.invoke.MethodHandles;
import org.lisle.executor.record.RecordCursor;

/** A template of {@link PlainPump}. Never used as it is: see {@link SpecialChain}. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class HotPump implements Pump {
    private static final Link LINK = Link.of(MethodHandles.lookup());
    private static final HotStep FIRST = LINK.next();
    private static final Tail TAIL = LINK.tail();
    private static final Class<?> END = TAIL.type();

    HotPump() {}

    @Override
    public boolean run(RecordCursor cursor, int most) throws Exception {
        Object end = TAIL.end();
        if (end.getClass() != END) {
            throw new IllegalStateException("a chain that ends in a " + END + " was bound to a " + end.getClass());
        }
        Demand demand = TAIL.demand();
        for (int left = most; left > 0 && demand.isOpen(); left--) {
            if (!cursor.advance()) {
                return false;
            }
            FIRST.accept(cursor.current(), end);
        }
        return demand.isOpen();
    }
}
