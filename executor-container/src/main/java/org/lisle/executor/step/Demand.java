package org.lisle.executor.step;

/**
 * Whether the end of a chain of steps wants more records. Sources and steps that make many records of one look before each; so an action
 * that has enough stops the chain without an exception that the user's functions would see. Confined to the task's thread.
 */
public final class Demand {
    private boolean open = true;

    public boolean isOpen() {
        return open;
    }

    /** No further record is wanted. */
    public void end() {
        open = false;
    }
}
