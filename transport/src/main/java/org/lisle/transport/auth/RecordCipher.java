package org.lisle.transport.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One direction of an encrypted connection: AES-256-GCM over records. The nonce of a record is its number, from 0; a key is used in one
 * direction of one connection only, so no nonce comes twice, and a record that is lost, repeated or moved fails to open. Confined to one
 * thread.
 */
public final class RecordCipher {
    /** What a sealed record is longer than its plain bytes. */
    public static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final int mode;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private long records;

    private RecordCipher(int mode, byte[] key) {
        this.mode = mode;
        this.key = new SecretKeySpec(key, "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java runtime has AES/GCM", missing);
        }
    }

    static RecordCipher sealing(byte[] key) {
        return new RecordCipher(Cipher.ENCRYPT_MODE, key);
    }

    static RecordCipher opening(byte[] key) {
        return new RecordCipher(Cipher.DECRYPT_MODE, key);
    }

    /**
     * Seals or opens the next record.
     *
     * @param in the whole record, consumed
     * @param out takes the record's bytes, {@link #TAG_BYTES} more or fewer than {@code in} has
     * @throws GeneralSecurityException when a sealed record is not the one that the other end sealed
     */
    public void next(ByteBuffer in, ByteBuffer out) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(records++).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.doFinal(in, out);
    }
}
