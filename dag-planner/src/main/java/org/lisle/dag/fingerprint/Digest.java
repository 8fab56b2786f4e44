package org.lisle.dag.fingerprint;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256, or nothing, which is equal to no other digest. */
public final class Digest {
    /** Of what could not be digested, or need not be. */
    public static final Digest NONE = new Digest(new byte[0]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the bytes as they are: 32, or none for {@link #NONE}. */
    public static Digest of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Digest(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isNone() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Digest that && !isNone() && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The first eight bytes, for logs. */
    @Override
    public String toString() {
        return isNone() ? "none" : HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
    }
}
