package org.lisle.core.fault;

/** Decides what goes wrong. Asked at each {@link FaultPoint}; implementations count how often they were, so that a test can say "the third". */
@FunctionalInterface
public interface FaultInjector {
    /** Production's injector: nothing ever goes wrong by order. */
    FaultInjector NONE = (point, key) -> Fault.NONE;

    /**
     * What is to go wrong now. Carries out {@link Fault.Kind#CRASH} itself, by not returning.
     *
     * @param key what passes the point; see {@link FaultPoint}
     */
    Fault at(FaultPoint point, String key);
}
