package org.lisle.dag.fingerprint;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes one digest out of values in an order. Each value is written with its length, so that no two sequences look alike. */
public final class Digester {
    private final MessageDigest sha = sha256();
    private final DataOutputStream out =
            new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
    private boolean unknown;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public static Digest of(byte[] content) {
        return Digest.of(sha256().digest(content));
    }

    public Digester add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    public Digester add(byte[] bytes) {
        try {
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a digest does no I/O", e);
        }
        return this;
    }

    public Digester add(long number) {
        try {
            out.writeLong(number);
        } catch (IOException e) {
            throw new UncheckedIOException("a digest does no I/O", e);
        }
        return this;
    }

    /** What contains {@link Digest#NONE} is NONE itself. */
    public Digester add(Digest digest) {
        unknown |= digest.isNone();
        return add(digest.bytes());
    }

    public Digest digest() {
        return unknown ? Digest.NONE : Digest.of(sha.digest());
    }
}
