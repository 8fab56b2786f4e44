package org.lisle.executor.task;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.FrameOrigin;

/** Stack traces for the user, who wants to see his own lines: what called them in Lisle is left out. */
final class StackTraces {
    private static final int MOST_CHARACTERS = 32 << 10;

    private StackTraces() {}

    /** Whether the exception came out of Lisle's own code: the topmost frame that is not the JDK's. */
    static boolean beginsInLisle(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (isOurs(frame)) {
                return true;
            }
            if (FrameOrigin.of(frame) != FrameOrigin.JDK) {
                return false;
            }
        }
        return false;
    }

    /** The failure and its causes; of each, the frames down to where Lisle called the user's code. */
    static String print(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        print(failure, "", text, seen);
        return text.length() <= MOST_CHARACTERS ? text.toString() : text.substring(0, MOST_CHARACTERS) + "\n\t...";
    }

    private static void print(@Nullable Throwable failure, String caption, StringBuilder text, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure) || text.length() > MOST_CHARACTERS) {
            return;
        }
        text.append(caption).append(describe(failure)).append('\n');
        StackTraceElement[] frames = failure.getStackTrace();
        int end = endOfUsers(frames);
        for (int i = 0; i < end; i++) {
            text.append("\tat ").append(frames[i]).append('\n');
        }
        if (end < frames.length) {
            text.append("\t... called by Lisle, ").append(frames.length - end).append(" more\n");
        }
        print(failure.getCause(), "Caused by: ", text, seen);
    }

    /** What the throwable says of itself; user's classes may fail at that too. */
    static String describe(Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (RuntimeException e) {
            return failure.getClass().getName() + " (its toString failed with "
                    + e.getClass().getName() + ")";
        }
    }

    /** After the last of the user's frames at the top; all frames when the first of them are Lisle's. */
    private static int endOfUsers(StackTraceElement[] frames) {
        boolean users = false;
        for (int i = 0; i < frames.length; i++) {
            boolean ours = isOurs(frames[i]);
            if (ours && users) {
                return i;
            }
            if (ours) {
                return frames.length;
            }
            users |= FrameOrigin.of(frames[i]) != FrameOrigin.JDK;
        }
        return frames.length;
    }

    private static boolean isOurs(StackTraceElement frame) {
        return FrameOrigin.of(frame) == FrameOrigin.ENGINE;
    }
}
