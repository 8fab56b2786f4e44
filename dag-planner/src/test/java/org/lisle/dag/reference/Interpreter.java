package org.lisle.dag.reference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lisle.api.Pair;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;
import org.lisle.api.function.Predicate;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.id.BlockId;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.RecordReader;
import org.lisle.core.operator.Aggregator;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.dag.plan.PlannedStage;

/** What operators mean, on lists. */
@SuppressWarnings("unchecked")
final class Interpreter {
    private final PlannedStage stage;
    private final ReferenceContext context;
    private final Map<Integer, Segments> shuffles;
    private final Map<String, List<Object>> persisted;
    private final ClassLoader loader;

    Interpreter(
            PlannedStage stage,
            ReferenceContext context,
            Map<Integer, Segments> shuffles,
            Map<String, List<Object>> persisted,
            ClassLoader loader) {
        this.stage = stage;
        this.context = context;
        this.shuffles = shuffles;
        this.persisted = persisted;
        this.loader = loader;
    }

    List<Object> records(Operator operator, int partition) throws Exception {
        if (operator instanceof Operator.Cached cached) {
            String block = new BlockId.Cached(cached.id(), partition).text();
            if (!persisted.containsKey(block)) {
                persisted.put(block, records(cached.child(), partition));
            }
            return persisted.get(block);
        }
        if (operator.children().isEmpty()) {
            return leaf(operator, partition);
        }
        List<List<Object>> inputs = new ArrayList<>();
        for (Partitions.Of input : Partitions.inputs(new Partitions.Of(operator, partition))) {
            inputs.add(records(input.operator(), input.partition()));
        }
        return apply(operator, partition, inputs);
    }

    private List<Object> leaf(Operator operator, int partition) throws Exception {
        if (operator instanceof Operator.ShuffleRead read) {
            List<Object> pairs = new ArrayList<>();
            for (byte[] segment : Segments.in(shuffles, read.shuffle()).of(partition)) {
                pairs.addAll(ResultEncoding.decode(segment, RecordCodecs.forJob(loader)));
            }
            return pairs;
        }
        byte[] payload = stage.leaves().payload(new Partitions.Of(operator, partition));
        if (operator instanceof Operator.Input input) {
            return read((DataSource<Object>) input.source(), payload);
        }
        return ResultEncoding.decode(payload, RecordCodecs.forJob(loader));
    }

    private List<Object> read(DataSource<Object> source, byte[] payload) throws Exception {
        var readContext = new DataSource.ReadContext() {
            @Override
            public int stageId() {
                return context.stageId();
            }

            @Override
            public int partition() {
                return context.partitionId();
            }

            @Override
            public int attempt() {
                return 0;
            }
        };
        List<Object> records = new ArrayList<>();
        try (RecordReader<Object> reader = source.open(payload, readContext)) {
            while (reader.advance()) {
                records.add(reader.current());
            }
        }
        return records;
    }

    private static List<Object> apply(Operator operator, int partition, List<List<Object>> inputs) throws Exception {
        if (operator instanceof Operator.Union || operator instanceof Operator.Coalesce) {
            List<Object> all = new ArrayList<>();
            inputs.forEach(all::addAll);
            return all;
        }
        if (operator instanceof Operator.CoGroup) {
            return cogroup(inputs);
        }
        if (operator instanceof Operator.Cartesian) {
            List<Object> all = new ArrayList<>();
            inputs.get(0).forEach(left -> inputs.get(1).forEach(right -> all.add(new Pair<>(left, right))));
            return all;
        }
        List<Object> records = inputs.get(0);
        if (operator instanceof Operator.ZipPartitions zip) {
            var function = (Function2<Iterator<Object>, Iterator<Object>, Iterator<Object>>) zip.function();
            return list(function.call(records.iterator(), inputs.get(1).iterator()));
        }
        if (operator instanceof Operator.MapPartitions map) {
            var function = (Function2<Integer, Iterator<Object>, Iterator<Object>>) map.function();
            return list(function.call(partition, records.iterator()));
        }
        if (operator instanceof Operator.CombineByKey combine) {
            return (List<Object>) (List<?>)
                    combine((List<Pair<Object, Object>>) (List<?>) records, combine.aggregator(), combine.combined());
        }
        if (operator instanceof Operator.GroupByKey) {
            List<Object> groups = new ArrayList<>();
            grouped(records).forEach((key, values) -> groups.add(new Pair<Object, Object>(key, values)));
            return groups;
        }
        if (operator instanceof Operator.SortByKey sort) {
            var order = (SerializableComparator<Object>) sort.order();
            List<Object> sorted = new ArrayList<>(records);
            sorted.sort((a, b) -> order.compare(((Pair<Object, Object>) a).key(), ((Pair<Object, Object>) b).key()));
            return sorted;
        }
        List<Object> made = new ArrayList<>();
        for (Object record : records) {
            one(operator, record, made);
        }
        return made;
    }

    private static void one(Operator operator, Object record, List<Object> made) throws Exception {
        if (operator instanceof Operator.MapRecords map) {
            made.add(((Function<Object, Object>) map.function()).call(record));
        } else if (operator instanceof Operator.FilterRecords filter) {
            if (((Predicate<Object>) filter.predicate()).call(record)) {
                made.add(record);
            }
        } else if (operator instanceof Operator.FlatMapRecords map) {
            ((FlatMapFunction<Object, Object>) map.function()).call(record).forEachRemaining(made::add);
        } else if (operator instanceof Operator.MapValues map) {
            Pair<Object, Object> pair = (Pair<Object, Object>) record;
            made.add(new Pair<>(pair.key(), ((Function<Object, Object>) map.function()).call(pair.value())));
        } else if (operator instanceof Operator.FlatMapValues map) {
            Pair<Object, Object> pair = (Pair<Object, Object>) record;
            ((FlatMapFunction<Object, Object>) map.function())
                    .call(pair.value())
                    .forEachRemaining(value -> made.add(new Pair<>(pair.key(), value)));
        } else {
            throw new UnsupportedOperationException(operator.kind());
        }
    }

    static List<Pair<Object, Object>> combine(
            List<Pair<Object, Object>> pairs, Aggregator<?, ?> aggregator, boolean combined) throws Exception {
        var typed = (Aggregator<Object, Object>) aggregator;
        Map<Object, Object> byKey = new LinkedHashMap<>();
        for (Pair<Object, Object> pair : pairs) {
            if (!byKey.containsKey(pair.key())) {
                byKey.put(
                        pair.key(),
                        combined ? pair.value() : typed.createCombiner().call(pair.value()));
            } else {
                Function2<Object, Object, Object> merge = combined ? typed.mergeCombiners() : typed.mergeValue();
                byKey.put(pair.key(), merge.call(byKey.get(pair.key()), pair.value()));
            }
        }
        List<Pair<Object, Object>> result = new ArrayList<>();
        byKey.forEach((key, value) -> result.add(new Pair<>(key, value)));
        return result;
    }

    private static Map<Object, List<Object>> grouped(List<Object> records) {
        Map<Object, List<Object>> groups = new LinkedHashMap<>();
        for (Object record : records) {
            Pair<Object, Object> pair = (Pair<Object, Object>) record;
            groups.computeIfAbsent(pair.key(), key -> new ArrayList<>()).add(pair.value());
        }
        return groups;
    }

    private static List<Object> cogroup(List<List<Object>> inputs) {
        Map<Object, List<List<Object>>> groups = new LinkedHashMap<>();
        for (int input = 0; input < inputs.size(); input++) {
            int at = input;
            grouped(inputs.get(input)).forEach((key, values) -> groups.computeIfAbsent(key, k -> empty(inputs.size()))
                    .set(at, values));
        }
        List<Object> result = new ArrayList<>();
        groups.forEach((key, values) -> result.add(new Pair<Object, Object>(key, values)));
        return result;
    }

    private static List<List<Object>> empty(int size) {
        List<List<Object>> lists = new ArrayList<>();
        for (int list = 0; list < size; list++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static List<Object> list(Iterator<Object> records) {
        List<Object> list = new ArrayList<>();
        records.forEachRemaining(list::add);
        return list;
    }
}
