package org.lisle.dag.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.lisle.api.Pair;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function2;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.io.DataSink;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;

/** Brings a task's records to where its stage wants them. */
@SuppressWarnings("unchecked")
final class Outputs {
    private final Interpreter interpreter;
    private final ReferenceContext context;
    private final Map<Integer, Segments> shuffles;
    private final ClassLoader loader;

    Outputs(Interpreter interpreter, ReferenceContext context, Map<Integer, Segments> shuffles, ClassLoader loader) {
        this.interpreter = interpreter;
        this.context = context;
        this.shuffles = shuffles;
        this.loader = loader;
    }

    byte[] run(StageProgram program, int partition) throws Exception {
        List<Object> records = interpreter.records(program.root(), partition);
        StageOutput output = program.output();
        if (output instanceof StageOutput.ShuffleWrite write) {
            return shuffle(write.shuffle(), records);
        }
        if (output instanceof StageOutput.Records some) {
            return encode(records.subList(0, Math.min(some.most(), records.size())));
        }
        if (output instanceof StageOutput.Collect collect) {
            return encode(Collections.singletonList(collect(collect, records)));
        }
        if (output instanceof StageOutput.Apply apply) {
            var function = (Function2<TaskContext, Iterator<Object>, Object>) apply.function();
            return encode(Collections.singletonList(function.call(context, records.iterator())));
        }
        return save((StageOutput.Save) output, records);
    }

    private Object collect(StageOutput.Collect collect, List<Object> records) throws Exception {
        var factory = (StageOutput.CollectorFactory<Object, Object>) collect.collector();
        StageOutput.RecordCollector<Object, Object> collector = factory.begin(context);
        for (Object record : records) {
            if (!collector.add(record)) {
                break;
            }
        }
        return collector.result();
    }

    private byte[] shuffle(ShuffleSpec shuffle, List<Object> records) throws Exception {
        List<Pair<Object, Object>> pairs = (List<Pair<Object, Object>>) (List<?>) records;
        if (shuffle.mapSideCombine() != null) {
            pairs = Interpreter.combine(pairs, shuffle.mapSideCombine(), false);
        }
        List<List<Object>> parts = new ArrayList<>();
        for (int reduce = 0; reduce < shuffle.reducePartitions(); reduce++) {
            parts.add(new ArrayList<>());
        }
        for (Pair<Object, Object> pair : pairs) {
            parts.get(shuffle.partitioner().getPartition(pair.key())).add(pair);
        }
        Segments segments = Segments.in(shuffles, shuffle);
        for (int reduce = 0; reduce < parts.size(); reduce++) {
            segments.of(reduce).add(encode(parts.get(reduce)));
        }
        return new byte[0];
    }

    private byte[] save(StageOutput.Save save, List<Object> records) throws Exception {
        DataSink<Object> sink = (DataSink<Object>) save.sink();
        var token = new DataSink.TaskToken(context.stageId(), context.partitionId(), 0, context.taskAttemptId());
        try (DataSink.TaskWriter<Object> writer = sink.openTask(save.token(), token)) {
            for (Object record : records) {
                writer.write(record);
            }
            writer.finish();
            return writer.commit();
        }
    }

    private byte[] encode(List<?> values) {
        return ResultEncoding.encode(values, RecordCodecs.forJob(loader));
    }
}
