package org.lisle.transport.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.auth.Handshake.Role;

class HandshakeTest {
    private static final byte[] SECRET = filled(7);
    private static final byte[] TYPES = filled(3);

    @Test
    void endsWithOneSecretAcceptEachOther() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, false, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));

        shake(initiator, acceptor);

        assertThat(initiator.done()).isTrue();
        assertThat(acceptor.done()).isTrue();
        assertThat(initiator.peerName()).isEqualTo("server");
        assertThat(acceptor.peerName()).isEqualTo("client");
    }

    @Test
    void acceptorRefusesAnotherSecretBeforeItProvesAnything() {
        var initiator = new Handshake(Role.INITIATOR, filled(8), hello(1, false, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));
        byte[] greeting = sent(acceptor.receive(initiator.begin()));
        byte[] proof = sent(initiator.receive(greeting));

        assertFails(() -> acceptor.receive(proof), ErrorCode.AUTHENTICATION_FAILED, "client", "server");
        assertThat(acceptor.done()).isFalse();
    }

    @Test
    void proofSentBackToItsSenderIsRefused() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, false, TYPES, "client", 1));
        byte[] proof = sent(initiator.receive(initiator.begin()));

        assertFails(() -> initiator.receive(proof), ErrorCode.AUTHENTICATION_FAILED, "client");
    }

    @Test
    void proofOfAnEarlierHandshakeIsRefused() {
        var first = new Handshake(Role.INITIATOR, SECRET, hello(1, false, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));
        byte[] recordedHello = first.begin();
        byte[] recordedProof = sent(first.receive(sent(acceptor.receive(recordedHello))));

        var again = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 3));
        again.receive(recordedHello);

        assertFails(() -> again.receive(recordedProof), ErrorCode.AUTHENTICATION_FAILED, "client");
    }

    @Test
    void proofBeforeTheGreetingIsRefused() {
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));

        assertFails(() -> acceptor.receive(new byte[] {'P', 1, 2, 3}), ErrorCode.PROTOCOL, "does not speak");
        assertFails(() -> acceptor.receive(new byte[0]), ErrorCode.PROTOCOL, "does not speak");
    }

    @Test
    void versionsThatDifferAreBothNamed() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(9, false, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));

        assertFails(() -> acceptor.receive(initiator.begin()), ErrorCode.PROTOCOL, "version 9", "version 1");
    }

    @Test
    void typesThatDifferAreRefused() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, false, filled(4), "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));

        assertFails(
                () -> acceptor.receive(initiator.begin()), ErrorCode.PROTOCOL, "different messages", "one Lisle jar");
    }

    @Test
    void encryptionOnOneEndOnlyIsRefusedAndSaysWhichEnd() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, true, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));

        assertFails(
                () -> acceptor.receive(initiator.begin()),
                ErrorCode.AUTHENTICATION_FAILED,
                "client encrypts",
                "server does not");
    }

    @Test
    void changedGreetingIsNoticed() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, false, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, false, TYPES, "server", 2));
        byte[] changed = initiator.begin();
        changed[changed.length - 1] = 'X';
        byte[] proof = sent(initiator.receive(sent(acceptor.receive(changed))));

        assertFails(() -> acceptor.receive(proof), ErrorCode.AUTHENTICATION_FAILED, "clienX");
    }

    @Test
    void refusalCarriesItsReasonButNoOtherCode() {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, false, TYPES, "client", 1));
        byte[] refusal = Handshake.refusal(new LisleException(ErrorCode.PROTOCOL, "what", "next"));
        byte[] strange = Handshake.refusal(new LisleException(ErrorCode.USER_CODE_FAILED, "x".repeat(5000), ""));

        assertFails(() -> initiator.receive(refusal), ErrorCode.PROTOCOL, "what: next");
        assertThat(strange.length).isLessThanOrEqualTo(Handshake.MAX_FRAME_BYTES);
        assertFails(() -> initiator.receive(strange), ErrorCode.AUTHENTICATION_FAILED, "xxx");
    }

    @Test
    void recordsOpenOnlyUnchangedAndInOrder() throws GeneralSecurityException {
        var initiator = new Handshake(Role.INITIATOR, SECRET, hello(1, true, TYPES, "client", 1));
        var acceptor = new Handshake(Role.ACCEPTOR, SECRET, hello(1, true, TYPES, "server", 2));
        shake(initiator, acceptor);
        RecordCipher sealing = initiator.sealing();
        RecordCipher opening = acceptor.opening();
        byte[] first = next(sealing, "first".getBytes(StandardCharsets.UTF_8), 16);
        byte[] second = next(sealing, "second".getBytes(StandardCharsets.UTF_8), 16);

        assertThat(new String(first, StandardCharsets.UTF_8)).doesNotContain("first");
        assertThat(next(opening, first, -16)).asString(StandardCharsets.UTF_8).isEqualTo("first");
        assertThatThrownBy(() -> next(opening, first, -16)).isInstanceOf(GeneralSecurityException.class);

        RecordCipher skipping = acceptor.opening();
        assertThatThrownBy(() -> next(skipping, second, -16)).isInstanceOf(GeneralSecurityException.class);
        RecordCipher otherDirection = initiator.opening();
        assertThatThrownBy(() -> next(otherDirection, first, -16)).isInstanceOf(GeneralSecurityException.class);
    }

    /** RFC 5869, test case 1, cut to the first 32 bytes of its output. */
    @Test
    void derivesTheKeysOfTheStandard() {
        byte[] secret = new byte[22];
        Arrays.fill(secret, (byte) 0x0b);
        byte[] salt = new byte[13];
        for (int i = 0; i < salt.length; i++) {
            salt[i] = (byte) i;
        }
        byte[] purpose = new byte[10];
        for (int i = 0; i < purpose.length; i++) {
            purpose[i] = (byte) (0xf0 + i);
        }

        assertThat(KeyDerivation.derive(secret, salt, purpose))
                .asHexString()
                .isEqualToIgnoringCase("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    private static void shake(Handshake initiator, Handshake acceptor) {
        byte[] greeting = sent(acceptor.receive(initiator.begin()));
        byte[] proof = sent(initiator.receive(greeting));
        byte[] counterProof = sent(acceptor.receive(proof));
        assertThat(initiator.receive(counterProof)).isNull();
    }

    private static byte[] sent(byte @Nullable [] frame) {
        return Objects.requireNonNull(frame, "a frame to send");
    }

    private static byte[] next(RecordCipher cipher, byte[] in, int growth) throws GeneralSecurityException {
        byte[] out = new byte[in.length + growth];
        cipher.next(ByteBuffer.wrap(in), ByteBuffer.wrap(out));
        return out;
    }

    private static Hello hello(int version, boolean encrypt, byte[] types, String name, int nonce) {
        return Hello.create(version, encrypt, types, name, filled(nonce));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.getMessage()).contains(words);
        });
    }
}
