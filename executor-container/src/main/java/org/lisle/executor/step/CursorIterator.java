package org.lisle.executor.step;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.KillSwitch;

/** A cursor as the user's functions see it. Exceptions of other functions further up pass through as they are, checked or not. */
final class CursorIterator implements Iterator<@Nullable Object> {
    private static final int CHECK_EVERY = 512;

    private final RecordCursor cursor;
    private final KillSwitch killSwitch;
    private boolean ahead;
    private boolean ended;
    private int count;

    CursorIterator(RecordCursor cursor, KillSwitch killSwitch) {
        this.cursor = cursor;
        this.killSwitch = killSwitch;
    }

    @Override
    public boolean hasNext() {
        if (!ahead && !ended) {
            if (++count % CHECK_EVERY == 0) {
                killSwitch.check();
            }
            ahead = advance();
            ended = !ahead;
        }
        return ahead;
    }

    @Override
    public @Nullable Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ahead = false;
        return cursor.current();
    }

    private boolean advance() {
        try {
            return cursor.advance();
        } catch (Exception e) {
            throw CursorIterator.<RuntimeException>asIs(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E asIs(Exception exception) throws E {
        throw (E) exception;
    }
}
