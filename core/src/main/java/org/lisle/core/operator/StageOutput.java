package org.lisle.core.operator;

import java.io.Serializable;
import java.util.Iterator;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function2;
import org.lisle.core.io.DataSink;

/** Where the records of a stage's tasks go. */
public sealed interface StageOutput extends Serializable {
    /** Into the segments of a shuffle: the records are pairs. */
    record ShuffleWrite(ShuffleSpec shuffle) implements StageOutput {}

    /** Into a value for the driver, made record by record. */
    record Collect(CollectorFactory<?, ?> collector) implements StageOutput {}

    /** Into a value for the driver, made by a function over the partition's iterator. */
    record Apply(Function2<TaskContext, ? extends Iterator<?>, ?> function) implements StageOutput {}

    /** Into files, committed as D9 says; the task's result is the sink's commit message. */
    record Save(DataSink<?> sink, DataSink.JobToken token) implements StageOutput {}

    /** Makes the collector of one task. */
    @FunctionalInterface
    interface CollectorFactory<T, R> extends Serializable {
        RecordCollector<T, R> begin(TaskContext context) throws Exception;
    }

    /** Takes the records of one task, one after the other, on the task's thread. */
    interface RecordCollector<T, R> {
        /** Returns false when no further records are wanted; none are given then. */
        boolean add(T value) throws Exception;

        /** Called once, after the last record. */
        R result() throws Exception;
    }
}
