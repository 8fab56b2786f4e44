package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;

/** A template of a step. Never used as it is: see {@link SpecialChain}. */
abstract class HotStep {
    /**
     * @param end takes what comes out of the chain, a {@link Step} or a {@link org.lisle.executor.aggregate.PairSink}. It goes along with
     *     every record: the pump has made sure of its class before a user's function made a box, so that no check after it keeps the box.
     */
    abstract void accept(@Nullable Object record, Object end) throws Exception;
}
