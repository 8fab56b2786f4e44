package org.lisle.executor.step;

import java.util.ArrayList;
import java.util.List;
import org.lisle.core.operator.Operator;
import org.lisle.executor.record.RecordCursor;

/**
 * What chains must have in common to run in the same specialised classes: kinds and functions' classes of all operators, and the classes of
 * what they begin and end with. An iterative program makes chains with the same key in each round.
 */
record ChainKey(List<Class<?>> classes) {
    static ChainKey of(Chain chain, RecordCursor source) {
        var classes = new ArrayList<Class<?>>(2 * chain.operators().size() + 2);
        classes.add(source.getClass());
        for (Operator operator : chain.operators()) {
            classes.add(operator.getClass());
            classes.add(StepFactory.function(operator).getClass());
        }
        classes.add(chain.end().getClass());
        if (chain.end() instanceof PairsEnd pairs) {
            classes.add(pairs.sink().getClass());
        }
        return new ChainKey(classes);
    }
}
