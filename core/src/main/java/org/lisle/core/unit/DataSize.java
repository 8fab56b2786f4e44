package org.lisle.core.unit;

import java.util.Locale;

/** A number of bytes. */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final String UNITS = "kmgtp";

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static DataSize ofMegabytes(long megabytes) {
        return new DataSize(Math.multiplyExact(megabytes, 1L << 20));
    }

    /** Whole mebibytes, rounded down. */
    public long megabytes() {
        return bytes >> 20;
    }

    /** The size as an int, at most {@link Integer#MAX_VALUE}. */
    public int clampedToInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** Reads {@code 1024}, {@code 64k}, {@code 512m}, {@code 2g}, {@code 1t}, also {@code 512mb} and {@code 512MiB}: units are powers of 1024. */
    public static DataSize parse(String text) {
        String lower = text.trim().toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < lower.length() && Character.isDigit(lower.charAt(end))) {
            end++;
        }
        String unit = lower.substring(end).trim();
        if (end == 0 || !unit.matches("(b|[kmgtp](i?b)?)?")) {
            throw new IllegalArgumentException("a size is a whole number with an optional unit, such as 512m or 2g");
        }
        try {
            long number = Long.parseLong(lower.substring(0, end));
            int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit.charAt(0)) + 1;
            return new DataSize(Math.multiplyExact(number, 1L << 10 * power));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("more bytes than can be counted", e);
        }
    }

    /** Such as {@code 1.5 GiB}. */
    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        double value = bytes / (double) (1L << 10 * power);
        return String.format(Locale.ROOT, "%.1f %ciB", value, Character.toUpperCase(UNITS.charAt(power - 1)));
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
