package org.lisle.transport;

import java.time.Duration;

/**
 * @param eventLoopThreads threads of the transport, from 1
 * @param requestTimeout how long an answer may take
 * @param connectTimeout how long connecting and authenticating may take
 * @param idleTimeout a connection whose other end gives no sign of life for so long counts as lost; each end is asked for one in time
 * @param encrypt whether everything after the handshake is encrypted
 * @param maxMessageBytes larger frames are refused: RECORD_TOO_LARGE for who sends them, and PROTOCOL ends the connection of who
 *     gets them
 */
public record TransportConfig(
        int eventLoopThreads,
        Duration requestTimeout,
        Duration connectTimeout,
        Duration idleTimeout,
        boolean encrypt,
        int maxMessageBytes) {
    public TransportConfig {
        if (eventLoopThreads < 1 || maxMessageBytes < 1024) {
            throw new IllegalArgumentException(
                    "At least 1 thread and 1024 bytes, not " + eventLoopThreads + " and " + maxMessageBytes);
        }
    }

    public static TransportConfig defaults() {
        return new TransportConfig(
                2, Duration.ofSeconds(120), Duration.ofSeconds(20), Duration.ofSeconds(60), false, 64 << 20);
    }
}
