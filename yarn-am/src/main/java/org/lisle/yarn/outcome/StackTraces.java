package org.lisle.yarn.outcome;

import java.util.Optional;
import org.lisle.core.error.FrameOrigin;
import org.lisle.core.error.RemoteStackTrace;

/**
 * Stack traces as a user wants to read them: from the throwing frame to the last frame of the user's own code. What lies below it (reflection,
 * threads, the engine) is left out, so that the user's frames come first on the screen.
 */
public final class StackTraces {
    private static final int MAX_CAUSES = 8;
    private static final int MAX_FRAMES = 60;

    private StackTraces() {}

    /** The trace with its causes, each cut below the user's last frame; lines end with a line feed. */
    public static String ofUser(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "Caused by: ")
                    .append(current.toString().stripTrailing())
                    .append('\n');
            appendFrames(current, text);
            current = current.getCause() == current ? null : current.getCause();
        }
        return text.toString();
    }

    /** The uppermost frame of the user's code in the failure or its causes, such as {@code com.acme.Job.main(Job.java:17)}. */
    public static Optional<String> userFrame(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
            for (StackTraceElement frame : current.getStackTrace()) {
                if (isUser(frame)) {
                    return Optional.of(frame.toString());
                }
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    private static void appendFrames(Throwable failure, StringBuilder text) {
        if (failure instanceof RemoteStackTrace) {
            return;
        }
        StackTraceElement[] frames = failure.getStackTrace();
        int end = 0;
        for (int i = 0; i < frames.length; i++) {
            if (isUser(frames[i])) {
                end = i + 1;
            }
        }
        int shown = Math.min(end == 0 ? frames.length : end, MAX_FRAMES);
        for (int i = 0; i < shown; i++) {
            text.append("\tat ").append(frames[i]).append('\n');
        }
    }

    private static boolean isUser(StackTraceElement frame) {
        return FrameOrigin.of(frame) == FrameOrigin.USER;
    }
}
