package org.lisle.executor.step;

import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Operator;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.executor.badrecord.RecordPlace;
import org.lisle.executor.scope.KillSwitch;

/**
 * Makes steps as plain objects, each with its function and the next step. What is hot runs in classes of its own instead
 * ({@link SpecialChain}), which must do the same.
 */
final class StepFactory {
    private final KillSwitch killSwitch;
    private final @Nullable BadRecords badRecords;

    /** @param badRecords takes records that make a function throw; null when that fails the task */
    StepFactory(KillSwitch killSwitch, @Nullable BadRecords badRecords) {
        this.killSwitch = killSwitch;
        this.badRecords = badRecords;
    }

    /** Whether steps set bad records aside, which specialised ones cannot. */
    boolean isGuarded() {
        return badRecords != null;
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

    /**
     * The first step of a chain; its end, where it has no operator.
     *
     * @param place of the records that come
     */
    Step first(Chain chain, RecordPlace place) {
        Step first = chain.end();
        for (int i = chain.operators().size() - 1; i >= 0; i--) {
            first = step(chain.operators().get(i), first, chain.demand(), place);
        }
        return first;
    }

    /**
     * @param demand of the chain's end
     * @param place of the records that come
     */
    Step step(Operator operator, Step next, Demand demand, RecordPlace place) {
        if (expands(operator)) {
            return new FlatMapStep(expansion(operator, place), next, demand, killSwitch);
        }
        if (badRecords == null) {
            return step(operator, next);
        }
        var slot = new StepsCursor.Slot();
        return new GuardedStep(step(operator, slot), slot, operator.id(), badRecords, place, next);
    }

    private static Step step(Operator operator, Step next) {
        if (operator instanceof Operator.MapRecords map) {
            return new MapStep(Functions.cast(map.function()), next);
        }
        if (operator instanceof Operator.FilterRecords filter) {
            return new FilterStep(Functions.cast(filter.predicate()), next);
        }
        if (operator instanceof Operator.MapValues map) {
            return new MapValuesStep(Functions.cast(map.function()), next);
        }
        throw new IllegalArgumentException(operator.kind() + " is no step");
    }

    /** @param place of the records that come */
    Expansion expansion(Operator operator, RecordPlace place) {
        Expansion plain = expansion(operator);
        return badRecords == null ? plain : new GuardedExpansion(plain, operator.id(), badRecords, place);
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
