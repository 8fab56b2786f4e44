package org.lisle.dag.action;

import java.util.List;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.dag.lineage.Lineage;

/** Values on their way between the driver and tasks, as bytes of the job's codec. Thread-safe: a codec is made for each call. */
public final class JobValues implements Lineage.ValueEncoder {
    private final ClassLoader loader;

    public JobValues(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public byte[] encode(List<?> values) {
        return ResultEncoding.encode(values, RecordCodecs.forJob(loader));
    }

    /** The records of a task's result; a single value comes as a list of one. */
    @SuppressWarnings("unchecked")
    <T> List<T> decode(byte[] result) {
        return (List<T>) ResultEncoding.decode(result, RecordCodecs.forJob(loader));
    }
}
