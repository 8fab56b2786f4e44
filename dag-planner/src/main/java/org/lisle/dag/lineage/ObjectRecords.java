package org.lisle.dag.lineage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.api.function.Function2;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.ResultEncoding;
import org.lisle.core.operator.CallSite;

/** Records of any kind as bytes for files, in batches of a few, as the job's codec writes them. */
public final class ObjectRecords {
    private static final int BATCH = 64;

    private ObjectRecords() {}

    /** The records as batches of bytes. */
    public static Node write(Node parent, CallSite site) {
        Function2<Integer, Iterator<Object>, Iterator<byte[]>> batches = (partition, records) -> new Batches(records);
        return Narrow.mapPartitions(parent, site, batches, false);
    }

    /** The records of a batch. */
    @SuppressWarnings("unchecked")
    public static <T> FlatMapFunction<byte[], T> read() {
        return batch -> (Iterator<T>) ResultEncoding.decode(batch, codec()).iterator();
    }

    private static RecordCodec codec() {
        ClassLoader ofJob = Thread.currentThread().getContextClassLoader();
        return RecordCodecs.forJob(ofJob == null ? ObjectRecords.class.getClassLoader() : ofJob);
    }

    private static final class Batches implements Iterator<byte[]> {
        private final Iterator<Object> records;
        private final RecordCodec codec = codec();

        Batches(Iterator<Object> records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public byte[] next() {
            if (!records.hasNext()) {
                throw new NoSuchElementException();
            }
            List<@Nullable Object> batch = new ArrayList<>(BATCH);
            while (batch.size() < BATCH && records.hasNext()) {
                batch.add(records.next());
            }
            return ResultEncoding.encode(batch, codec);
        }
    }
}
