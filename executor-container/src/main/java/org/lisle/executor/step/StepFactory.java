package org.lisle.executor.step;

import org.lisle.core.operator.Operator;
import org.lisle.executor.scope.KillSwitch;

/**
 * Makes steps as plain objects, each with its function and the next step. What is hot runs in classes of its own instead
 * ({@link SpecialChain}), which must do the same.
 */
final class StepFactory {
    private final KillSwitch killSwitch;

    StepFactory(KillSwitch killSwitch) {
        this.killSwitch = killSwitch;
    }

    /** Whether the operator works on one record at a time. */
    static boolean isStep(Operator operator) {
        return makesOneAtMost(operator) || expands(operator);
    }

    /** Whether the operator makes one record of one, or none. */
    static boolean makesOneAtMost(Operator operator) {
        return operator instanceof Operator.MapRecords
                || operator instanceof Operator.MapValues
                || operator instanceof Operator.FilterRecords;
    }

    /** Whether the operator makes many records of one. */
    static boolean expands(Operator operator) {
        return operator instanceof Operator.FlatMapRecords || operator instanceof Operator.FlatMapValues;
    }

    /** The user's function of an operator that is a step. */
    static Object function(Operator operator) {
        if (operator instanceof Operator.MapRecords map) {
            return map.function();
        }
        if (operator instanceof Operator.FilterRecords filter) {
            return filter.predicate();
        }
        if (operator instanceof Operator.MapValues map) {
            return map.function();
        }
        if (operator instanceof Operator.FlatMapRecords flatMap) {
            return flatMap.function();
        }
        return ((Operator.FlatMapValues) operator).function();
    }

    /** The first step of a chain; its end, where it has no operator. */
    Step first(Chain chain) {
        Step first = chain.end();
        for (int i = chain.operators().size() - 1; i >= 0; i--) {
            first = step(chain.operators().get(i), first, chain.demand());
        }
        return first;
    }

    /** @param demand of the chain's end */
    Step step(Operator operator, Step next, Demand demand) {
        if (operator instanceof Operator.MapRecords map) {
            return new MapStep(Functions.cast(map.function()), next);
        }
        if (operator instanceof Operator.FilterRecords filter) {
            return new FilterStep(Functions.cast(filter.predicate()), next);
        }
        if (operator instanceof Operator.MapValues map) {
            return new MapValuesStep(Functions.cast(map.function()), next);
        }
        return new FlatMapStep(expansion(operator), next, demand, killSwitch);
    }

    static Expansion expansion(Operator operator) {
        if (operator instanceof Operator.FlatMapRecords flatMap) {
            return Expansion.of(flatMap);
        }
        if (operator instanceof Operator.FlatMapValues flatMap) {
            return Expansion.of(flatMap);
        }
        throw new IllegalArgumentException(operator.kind() + " is no step");
    }
}
