package org.lisle.core.operator;

import java.io.Serializable;
import java.util.Iterator;
import org.lisle.api.TaskContext;
import org.lisle.api.function.Function2;
import org.lisle.core.io.DataSink;

/**
 * Where the records of a stage's tasks go, and with that what a task gives back to the driver: for {@link Records}, {@link Collect} and
 * {@link Apply} the bytes of {@code org.lisle.core.codec.ResultEncoding} (the records, or a list that holds the one value); for {@link Save}
 * the commit message as it is; for {@link ShuffleWrite} no result.
 */
public sealed interface StageOutput extends Serializable {
    /** Into the segments of a shuffle: the records are pairs. */
    record ShuffleWrite(ShuffleSpec shuffle) implements StageOutput {}

    /**
     * To the driver as they are, encoded one by one as they come.
     *
     * @param most no further records are wanted once a task has so many; from 1
     */
    record Records(int most) implements StageOutput {}

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

    /** Wants to know of records only how many they are, so that they need not be made. */
    interface RecordCounter<R> extends RecordCollector<Object, R> {
        void count(long records);

        @Override
        default boolean add(Object value) {
            count(1);
            return true;
        }
    }

    /** Takes all Doubles of a task, in their order and without boxes where they lie in a column. */
    interface DoubleCollector<R> extends RecordCollector<Double, R> {
        void add(double value);

        @Override
        default boolean add(Double value) {
            add(value.doubleValue());
            return true;
        }
    }
}
