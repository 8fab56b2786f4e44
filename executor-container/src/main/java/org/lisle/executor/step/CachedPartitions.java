package org.lisle.executor.step;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.id.BlockId;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.PairPart;
import org.lisle.core.operator.Partitions;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.executor.block.BlockBuilder;
import org.lisle.executor.block.BlockValues;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.TaskScope;

/**
 * Persisted partitions: taken from the store, or computed and stored while they go on. What is not computed to its end, because no more is
 * wanted, is not stored.
 */
final class CachedPartitions {
    private final TaskScope scope;
    private final PartitionFlow flow;

    CachedPartitions(TaskScope scope, PartitionFlow flow) {
        this.scope = scope;
        this.flow = flow;
    }

    void push(Partitions.Of node, Chain chain) throws Exception {
        PairPart part = partOf(chain);
        Chain rest = part == null ? chain : chain.withoutFirst();
        if (isCounted(node, rest)) {
            return;
        }
        BlockValues found = find(node);
        if (found != null) {
            if (part != null) {
                found.select(part);
            }
            push(found, rest);
            return;
        }
        BlockBuilder builder = store(node);
        long badBefore = countOfBad();
        Step next = flow.first(chain);
        Step storing = record -> {
            builder.add(record);
            next.accept(record);
        };
        flow.push(PartitionFlow.child(node), storing, chain.demand());
        if (chain.demand().isOpen()) {
            commit(builder, badBefore);
        } else {
            builder.abandon();
        }
    }

    /** Keys or values are taken from the block itself, unless a function that throws is to be noticed record by record. */
    private @Nullable PairPart partOf(Chain chain) {
        boolean known = scope.badRecords() == null
                && !chain.operators().isEmpty()
                && chain.operators().get(0) instanceof Operator.MapRecords;
        return known && StepFactory.function(chain.operators().get(0)) instanceof PairPart part ? part : null;
    }

    /** Whether all that is wanted is a number that is known. */
    private boolean isCounted(Partitions.Of node, Chain chain) {
        if (chain.operators().isEmpty() && chain.end() instanceof CountEnd end) {
            long count = scope.services().persisted().count(block(node));
            if (count >= 0) {
                end.count(count);
                return true;
            }
        }
        return false;
    }

    private void push(BlockValues values, Chain chain) throws Exception {
        RecordCursor cursor = cursor(values);
        if (chain.operators().isEmpty() && chain.end() instanceof CountEnd end) {
            end.count(values.skip());
        } else if (chain.operators().isEmpty() && chain.end() instanceof DoubleEnd end) {
            pushDoubles(values, end);
        }
        flow.drive(cursor, chain);
    }

    /** Until values come that have to be made. */
    private void pushDoubles(BlockValues values, DoubleEnd end) throws Exception {
        BlockValues.Doubles doubles = values.doubles();
        while (doubles != null) {
            end.accept(doubles.values(), doubles.count());
            scope.killSwitch().check();
            doubles = values.doubles();
        }
    }

    RecordCursor pull(Partitions.Of node) throws Exception {
        BlockValues found = find(node);
        return found != null ? cursor(found) : storing(node);
    }

    private RecordCursor storing(Partitions.Of node) throws Exception {
        long badBefore = countOfBad();
        BlockBuilder builder = store(node);
        return new StoringCursor(flow.pull(PartitionFlow.child(node)), builder, () -> commit(builder, badBefore));
    }

    private long countOfBad() {
        BadRecords badRecords = scope.badRecords();
        return badRecords == null ? 0 : badRecords.count();
    }

    /**
     * What was computed without bad records is stored at once. Else an attempt that finds it stored never meets them: it is stored when the
     * attempt that set them aside has done its work, and not at all where they are left out because another job is to meet them.
     */
    private void commit(BlockBuilder builder, long badBefore) {
        BadRecords badRecords = scope.badRecords();
        if (badRecords == null || badRecords.count() == badBefore) {
            builder.commit();
        } else if (badRecords.areLeftOut()) {
            builder.abandon();
        } else {
            scope.whenDone(builder::commit);
        }
    }

    private @Nullable BlockValues find(Partitions.Of node) {
        return scope.services().persisted().values(block(node), scope.codec());
    }

    private BlockBuilder store(Partitions.Of node) {
        Operator.Cached operator = (Operator.Cached) node.operator();
        BlockBuilder builder = scope.services().persisted().build(block(node), operator.level(), scope.codec());
        // Does nothing after a commit.
        AutoCloseable abandon = builder::abandon;
        scope.closeAtEnd(abandon);
        return builder;
    }

    private RecordCursor cursor(BlockValues values) {
        BlockValues closing = scope.closeAtEnd(values);
        return new IteratorCursor(closing, List.of(closing));
    }

    private static BlockId block(Partitions.Of node) {
        return new BlockId.Cached(node.operator().id(), node.partition());
    }
}
