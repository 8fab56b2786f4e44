package org.lisle.executor.badrecord;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.error.FrameOrigin;

/** A bad record as a line of JSON, of bounded size whatever the record is. Pure, apart from the record's own {@code toString}. */
final class BadRecordText {
    static final int MOST_CHARACTERS = 4096;

    private static final int SHORT = 200;
    private static final int MOST_FRAMES = 20;
    private static final int MOST_ELEMENTS = 100;

    private BadRecordText() {}

    static String line(String task, String operator, @Nullable Object record, Exception thrown, String place) {
        StringBuilder line = new StringBuilder(512).append('{');
        field(line, "operator", operator);
        field(line, "error", bounded(describe(thrown)));
        field(line, "stack", stack(thrown));
        field(line, "record", bounded(text(record, MOST_CHARACTERS)));
        field(line, "class", record == null ? "null" : record.getClass().getName());
        field(line, "source", place);
        field(line, "task", task);
        line.setCharAt(line.length() - 1, '}');
        return line.toString();
    }

    /** A few characters of the record, for an error. */
    static String shortened(@Nullable Object record) {
        String text = text(record, SHORT);
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + "...";
    }

    /** What the throwable says of itself; a user's class may fail at that too. */
    static String describe(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
    }

    private static String bounded(String text) {
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, MOST_CHARACTERS) + "... (" + text.length() + " characters)";
    }

    /** The frames down to where Lisle called the function, and the causes. */
    private static String stack(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        int frames = 0;
        for (Throwable at = thrown; at != null && frames < MOST_FRAMES; at = at.getCause()) {
            if (at != thrown) {
                text.append("caused by ").append(bounded(describe(at))).append('\n');
                frames++;
            }
            for (StackTraceElement frame : at.getStackTrace()) {
                if (frames++ >= MOST_FRAMES || FrameOrigin.of(frame) == FrameOrigin.ENGINE) {
                    break;
                }
                text.append("at ").append(frame).append('\n');
            }
        }
        return bounded(text.toString().strip());
    }

    /** Ends some way behind {@code most} characters. A lazy or huge value is not gone through for it. */
    private static String text(@Nullable Object value, int most) {
        StringBuilder text = new StringBuilder();
        try {
            append(text, value, most, 0);
        } catch (RuntimeException | StackOverflowError e) {
            text.append("(its toString failed with ")
                    .append(e.getClass().getName())
                    .append(')');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value, int most, int depth) {
        if (text.length() > most) {
            return;
        }
        if (value instanceof Pair<?, ?> pair) {
            text.append('(');
            append(text, pair.key(), most, depth + 1);
            text.append(',');
            append(text, pair.value(), most, depth + 1);
            text.append(')');
        } else if (value instanceof CharSequence characters) {
            text.append(characters, 0, Math.min(characters.length(), most + 1 - Math.min(most, text.length())));
        } else if (value instanceof Collection<?> collection && depth < 4) {
            elements(text, collection.iterator(), most, depth);
        } else if (value instanceof Iterable<?> || value instanceof Iterator<?> || value instanceof Map<?, ?>) {
            text.append(value.getClass().getName());
        } else if (value != null && value.getClass().isArray()) {
            array(text, value, most, depth);
        } else {
            text.append(value);
        }
    }

    private static void elements(StringBuilder text, Iterator<?> elements, int most, int depth) {
        text.append('[');
        for (int i = 0; elements.hasNext() && text.length() <= most; i++) {
            text.append(i == 0 ? "" : ", ");
            if (i == MOST_ELEMENTS) {
                text.append("...");
                break;
            }
            append(text, elements.next(), most, depth + 1);
        }
        text.append(']');
    }

    private static void array(StringBuilder text, Object array, int most, int depth) {
        int length = Array.getLength(array);
        text.append('[');
        for (int i = 0; i < length && text.length() <= most; i++) {
            text.append(i == 0 ? "" : ", ");
            if (i == MOST_ELEMENTS) {
                text.append("... ").append(length).append(" elements");
                break;
            }
            append(text, Array.get(array, i), most, depth + 1);
        }
        text.append(']');
    }

    private static void field(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            escape(line, value.charAt(i));
        }
        line.append("\",");
    }

    private static void escape(StringBuilder line, char character) {
        switch (character) {
            case '"' -> line.append("\\\"");
            case '\\' -> line.append("\\\\");
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (character < ' ' || Character.isSurrogate(character) || character == 0x7f) {
                    line.append(String.format("\\u%04x", (int) character));
                } else {
                    line.append(character);
                }
            }
        }
    }
}
