package org.lisle.transport;

import org.lisle.core.fault.FaultInjector;

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

    /** @param faults what tests have go wrong with this end's messages */
    public static Transport start(
            TransportConfig config, TransportSecret secret, String processName, FaultInjector faults) {
        Transport transport = start(config, secret, processName);
        return faults == FaultInjector.NONE ? transport : new FaultyTransport(transport, faults, config);
    }

    private Transports() {}
}
