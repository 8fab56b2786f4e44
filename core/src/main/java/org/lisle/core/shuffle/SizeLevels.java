package org.lisle.core.shuffle;

import java.util.Arrays;

/**
 * A ladder of sizes from 0 to the largest long, so narrow that a byte tells the step. Each step stands for the sizes from one above the
 * step below it to its own {@link #most}, and its {@link #about} is within a tenth of every one of them:
 *
 * <pre>
 *   least                 about                   most                  the next step's least
 *     |----- at most 10 % more -----|----- at most 10 % less -----|     most + 1
 * </pre>
 *
 * So a step's sizes differ by a factor of at most 1.1 / 0.9 = 11 / 9. Step 0 is the empty segment, and up to 9 bytes each size has a step.
 */
final class SizeLevels {
    private static final long[] ABOUT = new long[256];
    private static final long[] MOST = new long[256];
    /** How many steps there are: about 220. */
    static final int COUNT = fill();

    private SizeLevels() {}

    /** @param bytes of a segment, not negative */
    static int of(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a segment of " + bytes + " bytes");
        }
        int found = Arrays.binarySearch(MOST, 0, COUNT, bytes);
        return found >= 0 ? found : -found - 1;
    }

    /** Within a tenth of each size that the level stands for; 0 for the level 0. */
    static long about(int level) {
        return ABOUT[level];
    }

    /** The largest size that the level stands for. */
    static long most(int level) {
        return MOST[level];
    }

    private static int fill() {
        int level = 0;
        while (MOST[level] < Long.MAX_VALUE) {
            long least = MOST[level++] + 1;
            ABOUT[level] = orMost(least + least / 10);
            MOST[level] = orMost(ABOUT[level] + ABOUT[level] / 9);
        }
        return level + 1;
    }

    /** A sum of two longs that are not negative, or the largest long when that is too small for it. */
    private static long orMost(long sum) {
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
