package org.lisle.transport;

import java.time.Duration;

/**
 * @param eventLoopThreads threads of the transport, from 1
 * @param requestTimeout how long an answer may take
 * @param connectTimeout how long connecting and authenticating may take
 * @param idleTimeout a connection with an open request that neither receives nor can send for so long counts as lost
 * @param encrypt whether everything after the handshake is encrypted
 * @param maxMessageBytes larger frames are refused: the connection ends with PROTOCOL
 */
public record TransportConfig(
        int eventLoopThreads,
        Duration requestTimeout,
        Duration connectTimeout,
        Duration idleTimeout,
        boolean encrypt,
        int maxMessageBytes) {
    public static TransportConfig defaults() {
        return new TransportConfig(
                2, Duration.ofSeconds(120), Duration.ofSeconds(20), Duration.ofSeconds(60), false, 64 << 20);
    }
}
