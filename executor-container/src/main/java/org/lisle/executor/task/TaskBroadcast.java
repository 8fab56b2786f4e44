package org.lisle.executor.task;

import org.lisle.api.Broadcast;

/** A broadcast as tasks see it. */
final class TaskBroadcast extends Broadcast<Object> {
    private static final long serialVersionUID = 1L;

    private final transient BroadcastValues values;

    TaskBroadcast(Reference reference, BroadcastValues values) {
        super(reference);
        this.values = values;
    }

    @Override
    @SuppressWarnings("NullAway") // a broadcast null is the user's own
    protected Object load() {
        return values.read(reference());
    }

    @Override
    protected void dropCopies() {}

    @Override
    protected void dropAll() {}
}
