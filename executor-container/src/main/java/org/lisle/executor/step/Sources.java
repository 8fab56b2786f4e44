package org.lisle.executor.step;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.Function2;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.io.RecordReader;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.executor.aggregate.KeyCombiner;
import org.lisle.executor.group.EncodedGrouper;
import org.lisle.executor.group.GroupShape;
import org.lisle.executor.group.KeyGrouper;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.shuffle.fetch.RecordStream;
import org.lisle.executor.sort.EncodedSorter;
import org.lisle.executor.sort.PairSorter;

/** Opens what records come out of: leaves, functions over iterators, and operators that have taken in all their input. */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class Sources {
    private final TaskScope scope;
    private final PartitionFlow flow;

    Sources(TaskScope scope, PartitionFlow flow) {
        this.scope = scope;
        this.flow = flow;
    }

    /** @throws Exception what the user's functions throw, and {@code LisleException}s */
    RecordCursor open(Partitions.Of node) throws Exception {
        Operator operator = node.operator();
        if (operator instanceof Operator.ShuffleRead) {
            return new ShuffleCursor(openShuffle(node, MapRange.ALL));
        }
        if (operator instanceof Operator.Input input) {
            return openInput(node, input);
        }
        if (operator instanceof Operator.Values) {
            List<@Nullable Object> values = ResultEncoding.decode(scope.inputs().payload(node), scope.codec());
            return new IteratorCursor(values.iterator(), List.of());
        }
        if (operator instanceof Operator.MapPartitions map) {
            return mapPartitions(node, map);
        }
        if (operator instanceof Operator.ZipPartitions zip) {
            return zipPartitions(node, zip);
        }
        if (operator instanceof Operator.Cartesian) {
            return cartesian(node);
        }
        if (operator instanceof Operator.CombineByKey combine) {
            return combine(node, combine);
        }
        if (operator instanceof Operator.SortByKey sort) {
            return sort(node, sort);
        }
        if (operator instanceof Operator.GroupByKey || operator instanceof Operator.CoGroup) {
            return group(node);
        }
        throw new IllegalArgumentException(operator.kind() + " is no source");
    }

    RecordStream openShuffle(Partitions.Of node, MapRange maps) {
        var read = (Operator.ShuffleRead) node.operator();
        RecordStream stream = scope.services()
                .shuffleReader()
                .read(read.shuffle(), node.partition(), maps, scope.memory(), scope.codec(), scope.counters());
        return scope.closeAtEnd(stream);
    }

    private RecordCursor openInput(Partitions.Of node, Operator.Input input) {
        String name = input.source().description() + ", split " + node.partition();
        try {
            RecordReader<?> reader = input.source().open(scope.inputs().payload(node), scope.identity());
            return scope.closeAtEnd(new ReaderCursor(reader, name, scope.counters()));
        } catch (IOException e) {
            throw ReaderCursor.failure(name, e);
        }
    }

    private RecordCursor mapPartitions(Partitions.Of node, Operator.MapPartitions map) throws Exception {
        RecordCursor child = scope.closeAtEnd(flow.pull(PartitionFlow.child(node)));
        Function2<Integer, Iterator<@Nullable Object>, Iterator<?>> function = Functions.cast(map.function());
        return new IteratorCursor(function.call(node.partition(), flow.iterate(child)), List.of(child));
    }

    private RecordCursor zipPartitions(Partitions.Of node, Operator.ZipPartitions zip) throws Exception {
        List<Partitions.Of> inputs = Partitions.inputs(node);
        RecordCursor left = scope.closeAtEnd(flow.pull(inputs.get(0)));
        RecordCursor right = scope.closeAtEnd(flow.pull(inputs.get(1)));
        Function2<Iterator<@Nullable Object>, Iterator<@Nullable Object>, Iterator<?>> function =
                Functions.cast(zip.function());
        return new IteratorCursor(function.call(flow.iterate(left), flow.iterate(right)), List.of(left, right));
    }

    private RecordCursor combine(Partitions.Of node, Operator.CombineByKey combine) throws Exception {
        var combiner =
                scope.closeAtEnd(new KeyCombiner(name(node), combine.aggregator(), combine.combined(), scope.spills()));
        flow.pushPairs(PartitionFlow.child(node), combiner::add);
        return combiner.finish();
    }

    private RecordCursor sort(Partitions.Of node, Operator.SortByKey sort) throws Exception {
        if (PartitionFlow.child(node).operator() instanceof Operator.ShuffleRead
                && EncodedSorter.applies(sort.order())) {
            var sorter = scope.closeAtEnd(new EncodedSorter(name(node), sort.order(), scope.spills()));
            flow.pushEncoded(PartitionFlow.child(node), MapRange.ALL, sorter);
            return sorter.finish();
        }
        var sorter = scope.closeAtEnd(new PairSorter(name(node), sort.order(), scope.spills()));
        Partitions.Of child = PartitionFlow.child(node);
        if (child.operator() instanceof Operator.ShuffleRead) {
            flow.pushPairs(child, (key, value) -> sorter.add(new Pair<>(key, value)));
        } else {
            flow.push(child, record -> sorter.add(Pairs.of(record)), new Demand());
        }
        return sorter.finish();
    }

    private RecordCursor group(Partitions.Of node) throws Exception {
        List<Partitions.Of> inputs = Partitions.inputs(node);
        GroupShape shape =
                node.operator() instanceof Operator.CoGroup ? GroupShape.LIST_OF_ITERABLES : GroupShape.ONE_ITERABLE;
        if (inputs.stream().allMatch(input -> input.operator() instanceof Operator.ShuffleRead)) {
            var grouper = scope.closeAtEnd(new EncodedGrouper(name(node), inputs.size(), shape, scope.spills()));
            for (int input = 0; input < inputs.size(); input++) {
                flow.pushEncoded(inputs.get(input), scope.inputs().mapsOf(input), grouper.input(input));
            }
            return grouper.finish();
        }
        var grouper = scope.closeAtEnd(new KeyGrouper(name(node), inputs.size(), shape, scope.spills()));
        for (int input = 0; input < inputs.size(); input++) {
            int from = input;
            flow.pushPairs(inputs.get(input), (key, value) -> grouper.add(from, key, value));
        }
        return grouper.finish();
    }

    /** The right side is gathered once, in memory or on disk, and gone through for each record of the left, which streams. */
    private RecordCursor cartesian(Partitions.Of node) throws Exception {
        List<Partitions.Of> inputs = Partitions.inputs(node);
        var gathered = scope.closeAtEnd(new KeyGrouper(name(node), 1, GroupShape.ONE_ITERABLE, scope.spills()));
        flow.push(inputs.get(1), record -> gathered.add(0, null, record), new Demand());
        RecordCursor groups = gathered.finish();
        if (!groups.advance()) {
            return groups;
        }
        Iterable<?> right = (Iterable<?>) Pairs.of(groups.current()).value();
        Expansion pairs = left -> PairIterator.withFirst(left, right.iterator());
        return scope.closeAtEnd(new ExpandingCursor(flow.pull(inputs.get(0)), pairs));
    }

    private static String name(Partitions.Of node) {
        return node.operator().kind() + " " + node.operator().id();
    }
}
