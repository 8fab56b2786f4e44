package org.lisle.transport;

/** Starts a process's end of the wire. */
public final class Transports {
    /**
     * Starts the event loops; listening and connecting come later.
     *
     * @param secret what every process of the application has; an end with another one is refused
     * @param processName for logs and errors on both ends ({@code executor 7}), and for the names of the threads
     */
    public static Transport start(TransportConfig config, TransportSecret secret, String processName) {
        return new NettyTransport(config, secret, processName, Loops.start(LoopKind.best(), config, processName));
    }

    private Transports() {}
}
