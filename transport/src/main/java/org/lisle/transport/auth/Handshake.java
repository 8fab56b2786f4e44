package org.lisle.transport.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * One end's half of the mutual proof that both know the application's secret.
 *
 * <pre>
 *   initiator                                     acceptor
 *      |  HELLO  version, encryption, nonce          |
 *      | ------------------------------------------> |
 *      |  HELLO  version, encryption, nonce          |
 *      | &lt;------------------------------------------ |
 *      |  PROOF  HMAC(secret, "initiator", hellos)   |
 *      | ------------------------------------------> |
 *      |  PROOF  HMAC(secret, "acceptor", hellos)    |
 *      | &lt;------------------------------------------ |
 * </pre>
 *
 * A proof covers both greetings whole, so that nobody between the two can change version, encryption or nonces unseen, and the name of its
 * role, so that it cannot be sent back to its sender. The acceptor proves nothing to an end that has not proven itself. The secret never
 * travels. The keys of an encrypted connection come from the secret and both greetings; whoever learns the secret later can read
 * recorded traffic, which is why a secret serves one application only.
 *
 * <p>A frame is a kind byte (HELLO, PROOF, REFUSAL) and a body. Confined to one thread.
 */
public final class Handshake {
    public enum Role {
        INITIATOR,
        ACCEPTOR;

        Role other() {
            return this == INITIATOR ? ACCEPTOR : INITIATOR;
        }
    }

    /** No frame of a handshake is longer, its kind byte included. */
    public static final int MAX_FRAME_BYTES = 2048;

    private static final byte HELLO = 'H';
    private static final byte PROOF = 'P';
    private static final byte REFUSAL = 'R';
    private static final int MAX_REFUSAL_TEXT_BYTES = 900;

    private final Role role;
    private final byte[] secret;
    private final Hello mine;
    private @Nullable Hello theirs;
    private boolean done;

    public Handshake(Role role, byte[] secret, Hello mine) {
        this.role = role;
        this.secret = secret;
        this.mine = mine;
    }

    /** The initiator's first frame. */
    public byte[] begin() {
        return frame(HELLO, mine.encoded());
    }

    /**
     * Takes the other end's next frame.
     *
     * @return the frame to send now, or null for none
     * @throws LisleException PROTOCOL or AUTHENTICATION_FAILED; the connection is to be refused (see {@link #refusal}) and closed
     */
    public byte @Nullable [] receive(byte[] frame) {
        byte expected = theirs == null ? HELLO : PROOF;
        byte kind = frame.length == 0 ? 0 : frame[0];
        byte[] body = frame.length == 0 ? frame : Arrays.copyOfRange(frame, 1, frame.length);
        if (kind == REFUSAL) {
            throw refused(body);
        }
        if (kind != expected || done) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "The other end does not speak Lisle's protocol",
                    "Check that the port belongs to a Lisle process");
        }
        return theirs == null ? receiveHello(body) : receiveProof(theirs, body);
    }

    private byte[] receiveHello(byte[] body) {
        Hello hello = Hello.parse(body);
        mine.checkAgreesWith(hello);
        theirs = hello;
        return role == Role.INITIATOR ? frame(PROOF, proof(role, hello)) : frame(HELLO, mine.encoded());
    }

    private byte @Nullable [] receiveProof(Hello hello, byte[] body) {
        if (!MessageDigest.isEqual(body, proof(role.other(), hello))) {
            throw new LisleException(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "Process " + hello.processName() + " does not have the same secret as process "
                            + mine.processName(),
                    "Check that both processes belong to one application");
        }
        done = true;
        return role == Role.ACCEPTOR ? frame(PROOF, proof(role, hello)) : null;
    }

    /** Whether the other end has proven itself. */
    public boolean done() {
        return done;
    }

    public boolean encrypted() {
        return mine.encrypt();
    }

    /** The name that the other end gave itself; of meaning only when {@link #done}. */
    public String peerName() {
        return hello().processName();
    }

    /** Seals what this end sends; call once, when {@link #done}. */
    public RecordCipher sealing() {
        return RecordCipher.sealing(key(role));
    }

    /** Opens what the other end sends; call once, when {@link #done}. */
    public RecordCipher opening() {
        return RecordCipher.opening(key(role.other()));
    }

    /** The frame that tells the other end why it is refused. */
    public static byte[] refusal(LisleException reason) {
        byte[] code = reason.code().name().getBytes(StandardCharsets.UTF_8);
        byte[] what = cut(reason.what());
        byte[] nextStep = cut(reason.nextStep());
        ByteBuffer body = ByteBuffer.allocate(6 + code.length + what.length + nextStep.length);
        for (byte[] text : new byte[][] {code, what, nextStep}) {
            body.putShort((short) text.length).put(text);
        }
        return frame(REFUSAL, body.array());
    }

    private static LisleException refused(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        String code = text(in);
        String what = text(in);
        String nextStep = text(in);
        // An end that has not proven itself may not choose other codes.
        ErrorCode known = code.equals(ErrorCode.PROTOCOL.name()) ? ErrorCode.PROTOCOL : ErrorCode.AUTHENTICATION_FAILED;
        return new LisleException(known, what, nextStep);
    }

    private static String text(ByteBuffer in) {
        int length = in.remaining() < 2 ? 0 : in.getShort();
        byte[] text = new byte[Math.max(0, Math.min(length, in.remaining()))];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] cut(String text) {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(whole, Math.min(whole.length, MAX_REFUSAL_TEXT_BYTES));
    }

    private byte[] proof(Role prover, Hello hello) {
        byte[] label = ("lisle " + prover + " proof ").getBytes(StandardCharsets.UTF_8);
        return KeyDerivation.hmac(secret, label, transcript(hello));
    }

    private byte[] key(Role sender) {
        return KeyDerivation.derive(
                secret, transcript(hello()), ("lisle " + sender + " key").getBytes(StandardCharsets.UTF_8));
    }

    private Hello hello() {
        if (theirs == null || !done) {
            throw new IllegalStateException("The handshake is not done");
        }
        return theirs;
    }

    /** Both greetings, the initiator's first, each with its length in front. */
    private byte[] transcript(Hello hello) {
        byte[] first = (role == Role.INITIATOR ? mine : hello).encoded();
        byte[] second = (role == Role.INITIATOR ? hello : mine).encoded();
        return ByteBuffer.allocate(8 + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }

    private static byte[] frame(byte kind, byte[] body) {
        return ByteBuffer.allocate(1 + body.length).put(kind).put(body).array();
    }
}
