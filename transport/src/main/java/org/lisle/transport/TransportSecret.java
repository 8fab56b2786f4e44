package org.lisle.transport;

import java.security.SecureRandom;

/** The secret that the processes of one application share: at least 32 random bytes, made at submission, never printed. Immutable. */
public final class TransportSecret {
    private static final int BYTES = 32;

    private final byte[] bytes;

    private TransportSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new one of 32 bytes. */
    public static TransportSecret generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new TransportSecret(bytes);
    }

    /** @param bytes as {@link #toBytes} gave them, copied; fewer than 32 are refused */
    public static TransportSecret of(byte[] bytes) {
        if (bytes.length < BYTES) {
            throw new IllegalArgumentException("A secret has at least " + BYTES + " bytes, not " + bytes.length);
        }
        return new TransportSecret(bytes.clone());
    }

    /** A copy, for the credentials of another process of the application. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Says nothing of the bytes. */
    @Override
    public String toString() {
        return "TransportSecret";
    }
}
