package org.lisle.executor.step;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.EncodedPairs;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.executor.aggregate.PairSink;
import org.lisle.executor.badrecord.RecordPlace;
import org.lisle.executor.record.EncodedPairSink;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.shuffle.fetch.RecordStream;

/**
 * Runs a partition of a tree of operators.
 *
 * <pre>
 *   push   source --> step --> step --> end          the way of almost all records
 *   pull   cursor over source, steps --> iterator    for the user's functions over iterators, record by record
 * </pre>
 *
 * Operators that need all their input (combine, group, sort) are fed by a push and are a source to what follows. Nothing is gathered in
 * between: memory is bounded by what such operators reserve. Confined to the task's thread.
 */
public final class PartitionFlow {
    private static final int CHECK_EVERY = 512;

    private final TaskScope scope;
    private final Chains chains;
    private final StepFactory steps;
    private final Sources sources;
    private final CachedPartitions cached;
    private int records;

    /** @param chains of the executor */
    public PartitionFlow(TaskScope scope, Chains chains) {
        this.scope = scope;
        this.chains = chains;
        this.steps = new StepFactory(scope.killSwitch(), scope.badRecords());
        this.sources = new Sources(scope, this);
        this.cached = new CachedPartitions(scope, this);
    }

    /**
     * Pushes the records of a partition, until its end or until no more are wanted.
     *
     * @param demand of {@code end}
     */
    public void push(Partitions.Of node, Step end, Demand demand) throws Exception {
        push(node, new Chain(List.of(), end, demand));
    }

    private void push(Partitions.Of node, Chain chain) throws Exception {
        Operator operator = node.operator();
        if (StepFactory.isStep(operator)) {
            push(child(node), chain.behind(operator));
        } else if (isJoined(operator)) {
            for (Partitions.Of input : Partitions.inputs(node)) {
                if (chain.demand().isOpen()) {
                    push(input, chain);
                }
            }
        } else if (operator instanceof Operator.Cached) {
            cached.push(node, chain);
        } else {
            drive(sources.open(node), chain);
        }
    }

    /** The first step of a chain, as a plain object. */
    Step first(Chain chain) {
        return steps.first(chain, RecordPlace.UNKNOWN);
    }

    /** Pushes the keys and values of a partition of pairs, all of them. */
    public void pushPairs(Partitions.Of node, PairSink sink) throws Exception {
        if (node.operator() instanceof Operator.ShuffleRead) {
            try (RecordStream stream = sources.openShuffle(node, MapRange.ALL)) {
                while (stream.next()) {
                    sink.accept(stream.key(), stream.value());
                    checkNowAndThen();
                }
            }
        } else {
            push(node, new PairsEnd(sink), new Demand());
        }
    }

    /** Pushes the pairs of a reduce partition that come from some map partitions, as bytes where they are plain. */
    void pushEncoded(Partitions.Of shuffleRead, MapRange maps, EncodedPairSink sink) throws Exception {
        try (RecordStream stream = sources.openShuffle(shuffleRead, maps)) {
            while (stream.nextEncoded()) {
                EncodedPairs pairs = stream.encoded();
                if (pairs == null) {
                    sink.accept(stream.key(), stream.value());
                } else {
                    sink.acceptEncoded(pairs.buffer(), pairs.from(), pairs.valueFrom(), pairs.to());
                }
                checkNowAndThen();
            }
        }
    }

    /** The records of a partition, to be pulled one by one. */
    public RecordCursor pull(Partitions.Of node) throws Exception {
        Operator operator = node.operator();
        if (StepFactory.expands(operator)) {
            RecordCursor source = pull(child(node));
            return new ExpandingCursor(source, steps.expansion(operator, source::where));
        }
        if (StepFactory.makesOneAtMost(operator)) {
            return pullSteps(node);
        }
        if (isJoined(operator)) {
            List<Partitions.Of> inputs = Partitions.inputs(node);
            return new JoinedCursor(inputs, this);
        }
        return operator instanceof Operator.Cached ? cached.pull(node) : sources.open(node);
    }

    /** {@link #pull}, as the user's functions see it. */
    public Iterator<@Nullable Object> iterate(RecordCursor cursor) {
        return new CursorIterator(cursor, scope.killSwitch());
    }

    void drive(RecordCursor cursor, Chain chain) throws Exception {
        chains.run(cursor, chain, steps, scope.killSwitch());
    }

    static Partitions.Of child(Partitions.Of node) {
        return Partitions.inputs(node).get(0);
    }

    private RecordCursor pullSteps(Partitions.Of node) throws Exception {
        List<Operator> operators = new ArrayList<>();
        Partitions.Of at = node;
        while (StepFactory.makesOneAtMost(at.operator())) {
            operators.add(0, at.operator());
            at = child(at);
        }
        RecordCursor source = pull(at);
        var slot = new StepsCursor.Slot();
        return new StepsCursor(source, steps.first(new Chain(operators, slot, new Demand()), source::where), slot);
    }

    private static boolean isJoined(Operator operator) {
        return operator instanceof Operator.Union || operator instanceof Operator.Coalesce;
    }

    private void checkNowAndThen() {
        if (++records % CHECK_EVERY == 0) {
            scope.killSwitch().check();
        }
    }
}
