package org.lisle.dag.lineage;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to and from a process: so many wait on each side at most. The task's thread never waits for the process to read while
 * there is something the process wrote, so that neither waits for the other for ever. Thread-safe; nothing is called while it is locked.
 */
final class PipeLines {
    private static final int MOST = 1024;

    private final Deque<String> toProcess = new ArrayDeque<>();
    private final Deque<String> fromProcess = new ArrayDeque<>();
    private boolean allGiven;
    private boolean readsNoMore;
    private boolean allPut;
    private boolean closed;

    // ---------------------------------------------------------------- the task's thread

    /** Waits until the process can take a record (true), or has written a line or its last one (false). */
    synchronized boolean wantsRecord() throws InterruptedException {
        while (true) {
            if (!fromProcess.isEmpty() || allPut || closed) {
                return false;
            }
            if (!allGiven && !readsNoMore && toProcess.size() < MOST) {
                return true;
            }
            wait();
        }
    }

    synchronized void give(String record) {
        toProcess.add(record);
        notifyAll();
    }

    synchronized void giveNoMore() {
        allGiven = true;
        notifyAll();
    }

    /** The next line of the process; null after the last. */
    synchronized @Nullable String take() {
        String line = fromProcess.poll();
        notifyAll();
        return line;
    }

    // ---------------------------------------------------------------- the helpers

    /** The next record for the process; null after the last. */
    synchronized @Nullable String toWrite() throws InterruptedException {
        while (toProcess.isEmpty() && !allGiven && !closed) {
            wait();
        }
        String record = closed ? null : toProcess.poll();
        notifyAll();
        return record;
    }

    synchronized void writeNoMore() {
        readsNoMore = true;
        notifyAll();
    }

    synchronized void put(String line) throws InterruptedException {
        while (fromProcess.size() >= MOST && !closed) {
            wait();
        }
        fromProcess.add(line);
        notifyAll();
    }

    synchronized void putNoMore() {
        allPut = true;
        notifyAll();
    }

    /** Lets everybody go who waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
