package org.lisle.executor.encoded;

/** Hashes of encoded keys: of their bytes, so equal for equal plain keys. */
public final class KeyHash {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    public static int of(byte[] bytes, int from, int to) {
        long hash = to - from;
        int at = from;
        while (to - at > 8) {
            hash = mixed(hash ^ Words.getLong(bytes, at));
            at += 8;
        }
        hash = mixed(hash ^ Words.getHigh(bytes, at, to));
        return (int) (hash ^ hash >>> 32);
    }

    private static long mixed(long word) {
        long product = word * MULTIPLIER;
        return (product ^ product >>> 29) * MULTIPLIER;
    }
}
