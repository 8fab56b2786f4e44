package org.lisle.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TransportSecretTest {
    @Test
    void secretsDifferAndTravelAsBytes() {
        TransportSecret secret = TransportSecret.generate();

        assertThat(secret.toBytes())
                .hasSize(32)
                .isNotEqualTo(TransportSecret.generate().toBytes());
        assertThat(TransportSecret.of(secret.toBytes()).toBytes()).isEqualTo(secret.toBytes());
    }

    @Test
    void secretIsCopiedAndNeverPrinted() {
        byte[] bytes = new byte[40];
        TransportSecret secret = TransportSecret.of(bytes);
        bytes[0] = 1;
        secret.toBytes()[1] = 1;

        assertThat(secret.toBytes()).isEqualTo(new byte[40]);
        assertThat(secret).hasToString("TransportSecret");
    }

    @Test
    void shortSecretIsRefused() {
        assertThatThrownBy(() -> TransportSecret.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
    }
}
