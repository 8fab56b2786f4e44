package org.lisle.acceptance;

import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A record that is computed from its number: about 120 bytes, most of them random, so that compression does not make a gigabyte small.
 *
 * @param note null in one of eight
 */
public record Row(
        long id,
        String name,
        int quantity,
        double price,
        Instant at,
        @Nullable String note) {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final long BEGINNING = 1_700_000_000_000_000L;

    public static Row of(long id) {
        SplittableRandom random = new SplittableRandom(id);
        String name = letters(random, 12);
        int quantity = quantity(id);
        double price = random.nextInt(10_000_000) / 100.0;
        Instant at = Instant.EPOCH.plusNanos((BEGINNING + random.nextLong(1L << 45)) * 1_000);
        return new Row(id, name, quantity, price, at, random.nextInt(8) == 0 ? null : letters(random, 64));
    }

    /** Below 1,000; by the number alone, so that its sum is known without making the record. */
    static int quantity(long id) {
        return (int) Long.remainderUnsigned(mixed(id), 1_000);
    }

    /** Spreads a number over all longs, each to another one: the finalizer of SplitMix64. */
    static long mixed(long id) {
        long z = (id ^ (id >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static String letters(SplittableRandom random, int count) {
        char[] text = new char[count];
        long bits = 0;
        for (int at = 0; at < count; at++) {
            bits = at % 10 == 0 ? random.nextLong() : bits >>> 6;
            text[at] = LETTERS.charAt((int) (bits & 63));
        }
        return new String(text);
    }
}
