package org.lisle.executor.step;

import java.util.ArrayList;
import java.util.List;
import org.lisle.core.operator.Operator;

/**
 * Operators that work on one record at a time, in the order in which records go through them, and where the records end. Immutable.
 *
 * @param operators each makes records of one; may be none
 * @param demand of {@code end}
 */
record Chain(List<Operator> operators, Step end, Demand demand) {
    /** This chain behind one operator more. */
    Chain behind(Operator operator) {
        var all = new ArrayList<Operator>(operators.size() + 1);
        all.add(operator);
        all.addAll(operators);
        return new Chain(all, end, demand);
    }

    /** This chain without its first operator. */
    Chain withoutFirst() {
        return new Chain(operators.subList(1, operators.size()), end, demand);
    }

    /** The user's functions, operator by operator. */
    Object[] functions() {
        Object[] functions = new Object[operators.size()];
        for (int i = 0; i < functions.length; i++) {
            functions[i] = StepFactory.function(operators.get(i));
        }
        return functions;
    }
}
