package org.lisle.benchmarks.limit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts by key of bytes: open addressing, linear probing. Confined to one thread. */
final class ByteCounts {
    private byte[] @Nullable [] keys;
    private int[] hashes;
    private long[] counts;
    private int size;

    /** @param capacity a power of two */
    ByteCounts(int capacity) {
        keys = new byte[capacity][];
        hashes = new int[capacity];
        counts = new long[capacity];
    }

    void add(byte[] buffer, int from, int length, int hash, long count) {
        int mask = keys.length - 1;
        int slot = (hash * 0x9E3779B1 >>> 8) & mask;
        while (true) {
            byte @Nullable [] key = keys[slot];
            if (key == null) {
                keys[slot] = Arrays.copyOfRange(buffer, from, from + length);
                hashes[slot] = hash;
                counts[slot] = count;
                if (++size > keys.length / 2) {
                    grow();
                }
                return;
            }
            if (hashes[slot] == hash && Arrays.equals(key, 0, key.length, buffer, from, from + length)) {
                counts[slot] += count;
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    void addTo(ByteCounts total) {
        for (int i = 0; i < keys.length; i++) {
            byte @Nullable [] key = keys[i];
            if (key != null) {
                total.add(key, 0, key.length, hashes[i], counts[i]);
            }
        }
    }

    void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < keys.length; i++) {
            byte @Nullable [] key = keys[i];
            if (key != null) {
                out.write(key);
                out.write(("\t" + counts[i] + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private void grow() {
        ByteCounts larger = new ByteCounts(keys.length * 2);
        addTo(larger);
        keys = larger.keys;
        hashes = larger.hashes;
        counts = larger.counts;
    }
}
