package org.lisle.dag.action;

import java.util.function.BiConsumer;

/** All actions of a context. */
public record ActionSet(
        RecordActions records,
        TreeActions trees,
        NumberActions numbers,
        SampleActions samples,
        ApproximateActions approximate,
        AsyncActions async) {
    /** @param setProperty sets a local property of the calling thread */
    public static ActionSet of(Actions actions, BiConsumer<String, String> setProperty) {
        RecordActions records = new RecordActions(actions);
        return new ActionSet(
                records,
                new TreeActions(records),
                new NumberActions(actions),
                new SampleActions(actions, records),
                new ApproximateActions(actions),
                new AsyncActions(actions, setProperty));
    }
}
