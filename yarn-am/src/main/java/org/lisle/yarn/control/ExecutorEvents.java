package org.lisle.yarn.control;

/** Hears of executors' connections. Called on the transport's threads or a timer's; must be quick. */
public interface ExecutorEvents {
    void registered(String executor);

    /** Its connection ended and it did not come back within the grace time. */
    void unreachable(String executor, String reason);
}
