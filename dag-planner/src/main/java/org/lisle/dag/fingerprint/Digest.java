package org.lisle.dag.fingerprint;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256, or none, which is never the same as another. */
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

    /** Whether both are of the same; none is of nothing that could be compared, not even with itself. */
    public boolean isSame(Digest other) {
        return !isNone() && equals(other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
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
