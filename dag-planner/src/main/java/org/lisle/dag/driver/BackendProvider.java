package org.lisle.dag.driver;

import org.lisle.core.config.LisleConf;

/** Found by {@link java.util.ServiceLoader}: makes the backend for masters it knows. */
public interface BackendProvider {
    boolean accepts(String master);

    /** Starts it, or returns the one that runs already (in an ApplicationMaster there is one, started before the user's main). */
    Backend start(String master, LisleConf conf);
}
