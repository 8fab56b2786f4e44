package org.lisle.yarn.outcome;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.error.RemoteStackTrace;

/**
 * The text an ApplicationMaster leaves with YARN at its end, for people and for the client:
 *
 * <pre>
 * [USER_CODE_FAILED] one sentence
 * the user's stack trace, or nothing
 * [PHASES] six times
 * </pre>
 *
 * A success has {@code [SUCCEEDED]} in front. The client reads the code in brackets and never the sentence.
 *
 * @param code null for a success
 */
public record Diagnostics(@Nullable ErrorCode code, String message, String trace, Phases phases) {
    /** YARN cuts diagnostics at 64 KiB by default; a trace is useful long before. */
    private static final int MAX_TRACE_CHARACTERS = 16_000;

    private static final int MAX_MESSAGE_CHARACTERS = 4_000;
    private static final String SUCCEEDED = "SUCCEEDED";
    private static final Pattern FIRST_LINE = Pattern.compile("(?m)^\\[([A-Z_]+)\\] (.*)$");
    private static final Pattern PHASES_LINE = Pattern.compile("(?m)^\\[PHASES\\] (.*)$");

    public static Diagnostics success(String message) {
        return new Diagnostics(null, message, "", Phases.NONE);
    }

    /**
     * What to say about a throwable that ended the user's main. The code is that of the first {@code LisleException} among it and its
     * causes; a stack trace is given where an exception of the user's own code is part of the story.
     */
    public static Diagnostics of(Throwable thrown) {
        Throwable failure =
                thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (isOutOfMemory(failure)) {
            return new Diagnostics(
                    ErrorCode.MEMORY_EXHAUSTED,
                    "the driver ran out of memory (" + failure
                            + "): bring less data to it, or raise lisle.driver.memory (in local mode -Xmx of this JVM)",
                    StackTraces.ofUser(failure),
                    Phases.NONE);
        }
        LisleException known = known(failure);
        if (known == null) {
            return new Diagnostics(
                    ErrorCode.USER_CODE_FAILED,
                    "the program failed with " + failure,
                    StackTraces.ofUser(failure),
                    Phases.NONE);
        }
        boolean userThrew = known != failure
                || known.code() == ErrorCode.USER_CODE_FAILED
                || (known.getCause() instanceof RemoteStackTrace remote && StackTraces.beginsWithUser(remote));
        String where = StackTraces.userFrame(known)
                .filter(frame -> !names(known, frame))
                .map(frame -> " (at " + frame + ")")
                .orElse("");
        Throwable shown = known == failure && known.getCause() != null ? known.getCause() : failure;
        return new Diagnostics(
                known.code(), known.getMessage() + where, userThrew ? StackTraces.ofUser(shown) : "", Phases.NONE);
    }

    /** What to say about a throwable that ended the ApplicationMaster outside of the user's program. */
    public static Diagnostics ofApplicationMaster(Throwable failure) {
        if (isOutOfMemory(failure) || known(failure) != null) {
            return of(failure);
        }
        return new Diagnostics(
                ErrorCode.APPLICATION_FAILED,
                "the ApplicationMaster could not go on: " + failure + ": see its log",
                "",
                Phases.NONE);
    }

    /** Adds to the sentence how many bad records were set aside, and where; nothing for none. */
    public Diagnostics withBadRecords(long count, String directory) {
        if (count == 0) {
            return this;
        }
        String told = count + " bad record" + (count == 1 ? "" : "s") + " set aside in " + directory;
        return new Diagnostics(code, message.isEmpty() ? told : message + "; " + told, trace, phases);
    }

    public Diagnostics with(Phases times) {
        return new Diagnostics(code, message, trace, times);
    }

    public String format() {
        String line = cut(message, MAX_MESSAGE_CHARACTERS).replaceAll("\\s*[\\r\\n]+\\s*", " ");
        String body = trace.isEmpty() ? "" : cut(trace.stripTrailing(), MAX_TRACE_CHARACTERS) + "\n";
        return "[" + (code == null ? SUCCEEDED : code.name()) + "] " + line + "\n" + body + "[PHASES] "
                + phases.format() + "\n";
    }

    /** Empty when the text is not from an ApplicationMaster of Lisle, such as YARN's own about one that died. */
    public static Optional<Diagnostics> parse(String text) {
        Matcher first = FIRST_LINE.matcher(text);
        while (first.find()) {
            String name = first.group(1);
            ErrorCode code = codeOf(name);
            if (code != null || name.equals(SUCCEEDED)) {
                Matcher last = PHASES_LINE.matcher(text);
                boolean timed = last.find(first.end());
                String trace = text.substring(first.end(), timed ? last.start() : text.length());
                return Optional.of(new Diagnostics(
                        code, first.group(2), trace.strip(), timed ? Phases.parse(last.group(1)) : Phases.NONE));
            }
        }
        return Optional.empty();
    }

    /** Whether the message says the frame's file and line already. */
    private static boolean names(LisleException failure, String frame) {
        String place = frame.substring(frame.indexOf('(') + 1, frame.length() - 1);
        return Pattern.compile(Pattern.quote(place) + "(?!\\d)")
                .matcher(String.valueOf(failure.getMessage()))
                .find();
    }

    private static @Nullable LisleException known(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 16; depth++) {
            if (current instanceof LisleException exception) {
                return exception;
            }
            current = current.getCause();
        }
        return null;
    }

    private static boolean isOutOfMemory(Throwable failure) {
        return failure instanceof OutOfMemoryError || failure.getCause() instanceof OutOfMemoryError;
    }

    private static @Nullable ErrorCode codeOf(String name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " ...";
    }
}
