package org.lisle.transport.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What an end says of itself before anything else.
 *
 * <pre>
 *   int magic "LISL" | short protocol version | byte 1 when encrypted | 32 bytes fingerprint of the message types
 *   | 32 bytes nonce | byte n | n bytes process name, UTF-8
 * </pre>
 *
 * Magic and version stay where they are in every version of the protocol, so that two versions can always tell each other apart.
 */
public final class Hello {
    /** Version of the frames and of the handshake; goes up with every change of either. */
    public static final int PROTOCOL_VERSION = 1;

    private static final int MAGIC = 0x4c49534c;
    private static final int NONCE_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int MAX_NAME_BYTES = 255;
    private static final int FIXED_BYTES = 4 + 2 + 1 + FINGERPRINT_BYTES + NONCE_BYTES + 1;

    private final byte[] encoded;
    private final boolean encrypt;
    private final byte[] fingerprint;
    private final String processName;

    private Hello(byte[] encoded, boolean encrypt, byte[] fingerprint, String processName) {
        this.encoded = encoded;
        this.encrypt = encrypt;
        this.fingerprint = fingerprint;
        this.processName = processName;
    }

    /**
     * A greeting with a fresh nonce.
     *
     * @param fingerprint 32 bytes, see {@code MessageCodec}
     * @param processName for the other end's log, cut at 255 bytes
     */
    public static Hello create(boolean encrypt, byte[] fingerprint, String processName, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return create(PROTOCOL_VERSION, encrypt, fingerprint, processName, nonce);
    }

    static Hello create(int version, boolean encrypt, byte[] fingerprint, String processName, byte[] nonce) {
        byte[] fullName = processName.getBytes(StandardCharsets.UTF_8);
        byte[] name = Arrays.copyOf(fullName, Math.min(fullName.length, MAX_NAME_BYTES));
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + name.length)
                .putInt(MAGIC)
                .putShort((short) version)
                .put((byte) (encrypt ? 1 : 0))
                .put(fingerprint)
                .put(nonce)
                .put((byte) name.length)
                .put(name);
        return new Hello(out.array(), encrypt, fingerprint, processName);
    }

    /** Reads the other end's greeting; fails with PROTOCOL when it is none or of another version. */
    static Hello parse(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        if (encoded.length < 6 || in.getInt() != MAGIC) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "The other end does not speak Lisle's protocol",
                    "Check that the port belongs to a Lisle process");
        }
        int version = in.getShort();
        if (version != PROTOCOL_VERSION) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "One end speaks version " + version + " of Lisle's protocol, the other version " + PROTOCOL_VERSION,
                    "Run all processes of an application with one Lisle jar");
        }
        if (encoded.length < FIXED_BYTES || encoded.length != FIXED_BYTES + (encoded[FIXED_BYTES - 1] & 0xff)) {
            throw new LisleException(ErrorCode.PROTOCOL, "The other end's greeting is malformed", "");
        }
        boolean encrypt = in.get() == 1;
        byte[] fingerprint = new byte[FINGERPRINT_BYTES];
        in.get(fingerprint);
        String name = new String(encoded, FIXED_BYTES, encoded.length - FIXED_BYTES, StandardCharsets.UTF_8);
        return new Hello(encoded, encrypt, fingerprint, name);
    }

    /** Fails where this end and the other one cannot work together. */
    void checkAgreesWith(Hello other) {
        if (!Arrays.equals(fingerprint, other.fingerprint)) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "Processes " + processName + " and " + other.processName + " have different messages",
                    "Run all processes of an application with one Lisle jar");
        }
        if (encrypt != other.encrypt) {
            throw new LisleException(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "Process " + (encrypt ? processName : other.processName) + " encrypts its connections and process "
                            + (encrypt ? other.processName : processName) + " does not",
                    "Give both the same setting of encryption");
        }
    }

    boolean encrypt() {
        return encrypt;
    }

    String processName() {
        return processName;
    }

    byte[] encoded() {
        return encoded;
    }
}
