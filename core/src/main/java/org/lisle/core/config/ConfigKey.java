package org.lisle.core.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;

/**
 * A setting's name, type, default and meaning; docs/settings.md is generated from the keys in {@link Settings}.
 *
 * @param type for people: {@code bytes}, {@code duration}, {@code whole number}, {@code true or false}, {@code text}, {@code number}, or the
 *     words that are allowed
 * @param defaultText the default as one would write it
 * @param since the first version that knows it
 */
public record ConfigKey<T>(
        String name,
        String type,
        String defaultText,
        T defaultValue,
        String doc,
        String since,
        Function<String, T> parser) {

    /** A key for bytes, written like {@code 512m} or {@code 2g}; a bare number is in bytes. */
    public static ConfigKey<DataSize> size(String name, String defaultText, String doc) {
        return key(name, "bytes", defaultText, doc, DataSize::parse);
    }

    /** A key for a time, written like {@code 500ms}, {@code 30s} or {@code 5m}. */
    public static ConfigKey<Duration> duration(String name, String defaultText, String doc) {
        return key(name, "duration", defaultText, doc, org.lisle.core.unit.Durations::parse);
    }

    /** A key for a whole number between two bounds, both included. */
    public static ConfigKey<Integer> integer(String name, int defaultValue, int least, int most, String doc) {
        return key(name, "whole number", Integer.toString(defaultValue), doc, text -> {
            String allowed = "allowed is " + least + " to " + most;
            try {
                int value = Integer.parseInt(text.trim());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(allowed, e);
            }
            throw new IllegalArgumentException(allowed);
        });
    }

    public static ConfigKey<Double> number(String name, double defaultValue, double least, double most, String doc) {
        return key(name, "number", Double.toString(defaultValue), doc, text -> {
            String allowed = "allowed is " + least + " to " + most;
            try {
                double value = Double.parseDouble(text.trim());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(allowed, e);
            }
            throw new IllegalArgumentException(allowed);
        });
    }

    public static ConfigKey<Boolean> bool(String name, boolean defaultValue, String doc) {
        return key(name, "true or false", Boolean.toString(defaultValue), doc, text -> switch (text.trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("allowed is true or false");
        });
    }

    public static ConfigKey<String> text(String name, String defaultValue, String doc) {
        return key(name, "text", defaultValue, doc, text -> text);
    }

    /** A key for one of these words, in whatever case they are written. */
    public static ConfigKey<String> choice(String name, String defaultValue, List<String> words, String doc) {
        return key(name, String.join(", ", words), defaultValue, doc, text -> words.stream()
                .filter(word -> word.equalsIgnoreCase(text.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("allowed is one of " + String.join(", ", words))));
    }

    private static <T> ConfigKey<T> key(
            String name, String type, String defaultText, String doc, Function<String, T> parser) {
        return new ConfigKey<>(name, type, defaultText, parser.apply(defaultText), doc, "0.1", parser);
    }

    /** @throws LisleException INVALID_SETTING naming key, value and what is allowed */
    public T parse(String value) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new LisleException(
                    ErrorCode.INVALID_SETTING,
                    "the setting " + name + " cannot be '" + value + "' (" + type + ")",
                    e.getMessage() == null ? "see docs/settings.md" : e.getMessage(),
                    e);
        }
    }
}
