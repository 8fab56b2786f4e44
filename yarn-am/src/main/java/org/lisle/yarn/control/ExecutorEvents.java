package org.lisle.yarn.control;

/** Hears of executors' connections. Called on the transport's threads or a timer's; must be quick. */
public interface ExecutorEvents {
    /** @param container YARN's id of the container it says that it runs in */
    void registered(String executor, String container);

    /** An executor has heard of a driver of this epoch, which is newer than this one: this one has been replaced. */
    void superseded(int newerEpoch);

    /** Its connection ended and it did not come back within the grace time. */
    void unreachable(String executor, String reason);
}
