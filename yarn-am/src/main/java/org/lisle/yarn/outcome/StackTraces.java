package org.lisle.yarn.outcome;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lisle.core.error.FrameOrigin;
import org.lisle.core.error.RemoteStackTrace;

/**
 * Stack traces as a user wants to read them: from the throwing frame to the last frame of the user's own code. What lies below it (reflection,
 * threads, the engine) is left out, so that the user's frames come first on the screen.
 */
public final class StackTraces {
    private static final int MAX_CAUSES = 8;
    private static final int MAX_FRAMES = 60;

    /** {@code at com.acme.Job.run(Job.java:17)}, where module and class loader may stand before the class. */
    private static final Pattern FRAME = Pattern.compile("^\\s+at (?:[^(]*/)?([^(/]+)\\.[^.(]+\\(");

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
        int shown = Math.min(end(frames), MAX_FRAMES);
        for (int i = 0; i < shown; i++) {
            text.append("\tat ").append(frames[i]).append('\n');
        }
    }

    /** After the user's last frame; where there is none, before what called in Lisle, unless that comes first. */
    private static int end(StackTraceElement[] frames) {
        for (int i = frames.length - 1; i >= 0; i--) {
            if (isUser(frames[i])) {
                return i + 1;
            }
        }
        for (int i = 1; i < frames.length; i++) {
            if (FrameOrigin.of(frames[i]) == FrameOrigin.ENGINE && FrameOrigin.of(frames[0]) != FrameOrigin.ENGINE) {
                return i;
            }
        }
        return frames.length;
    }

    /** Whether a trace that another process sent as text begins in the user's code, or in what that called of the JDK's. */
    static boolean beginsWithUser(RemoteStackTrace remote) {
        return remote.trace()
                .lines()
                .map(FRAME::matcher)
                .filter(Matcher::find)
                .map(frame -> FrameOrigin.of(frame.group(1)))
                .filter(origin -> origin != FrameOrigin.JDK)
                .findFirst()
                .filter(origin -> origin == FrameOrigin.USER)
                .isPresent();
    }

    private static boolean isUser(StackTraceElement frame) {
        return FrameOrigin.of(frame) == FrameOrigin.USER;
    }
}
