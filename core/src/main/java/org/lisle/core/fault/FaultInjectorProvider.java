package org.lisle.core.fault;

/** Makes the injector of a test's plan. Found by {@link java.util.ServiceLoader}; only test code implements it. */
public interface FaultInjectorProvider {
    /**
     * Makes the injector of this process.
     *
     * @param plan the value of {@code lisle.testing.faults}
     * @param process which process asks: {@code driver-EPOCH}, {@code executor-ID}, {@code shuffle-server-ID}
     */
    FaultInjector create(String plan, String process);
}
