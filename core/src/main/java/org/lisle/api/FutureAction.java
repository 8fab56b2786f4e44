package org.lisle.api;

import java.util.List;
import java.util.concurrent.Future;

/**
 * An action that runs while the program goes on. {@link #get} fails with an ExecutionException whose cause is the action's
 * {@code LisleException}; {@link #cancel} ends its jobs, whatever its argument. Thread-safe.
 */
public interface FutureAction<T> extends Future<T> {
    /** The ids of the jobs it has started until now. */
    List<Integer> jobIds();
}
