package org.lisle.yarn.control;

import java.util.concurrent.CompletionStage;

/** Hears of executors' connections. Called on the transport's threads or a timer's; must be quick. */
public interface ExecutorEvents {
    /**
     * An executor wants to register.
     *
     * @param container YARN's id of the container it says that it runs in
     * @param profile the name of its kind, see {@link org.lisle.core.resource.ExecutorProfile}
     * @return whether it may: not in a container that was given back. Never fails
     */
    CompletionStage<Boolean> arrived(String executor, String container, String profile);

    /** An executor has heard of a driver of this epoch, which is newer than this one: this one has been replaced. */
    void superseded(int newerEpoch);

    /** Its connection ended and it did not come back within the grace time. */
    void unreachable(String executor, String reason);
}
