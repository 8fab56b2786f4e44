package org.lisle.hdfs.bridge;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BooleanWritable;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.DoubleWritable;
import org.apache.hadoop.io.FloatWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.serializer.SerializationFactory;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a Hadoop reader hands out, because readers fill the same object again and our records may be kept. Common Writables are
 * copied by hand; others, and objects for which the configuration has a serialization, by writing and reading them. Any other object is
 * taken to be new or immutable. Confined to one thread.
 */
final class RecordCopier {
    private final Configuration configuration;
    private final SerializationFactory serializations;
    private @Nullable Class<?> lastClass;
    private boolean lastCopied;

    RecordCopier(Configuration configuration) {
        this.configuration = configuration;
        this.serializations = new SerializationFactory(configuration);
    }

    @Nullable
    Object copy(@Nullable Object record) throws IOException {
        if (record == null) {
            return null;
        }
        Class<?> type = record.getClass();
        if (type == Text.class) {
            return new Text((Text) record);
        } else if (type == LongWritable.class) {
            return new LongWritable(((LongWritable) record).get());
        } else if (type == IntWritable.class) {
            return new IntWritable(((IntWritable) record).get());
        } else if (type == BytesWritable.class) {
            return new BytesWritable(((BytesWritable) record).copyBytes());
        } else if (type == NullWritable.class || type == String.class) {
            return record;
        } else if (type == DoubleWritable.class) {
            return new DoubleWritable(((DoubleWritable) record).get());
        } else if (type == FloatWritable.class) {
            return new FloatWritable(((FloatWritable) record).get());
        } else if (type == BooleanWritable.class) {
            return new BooleanWritable(((BooleanWritable) record).get());
        }
        return isCopied(type, record) ? copyBySerialization(record) : record;
    }

    private boolean isCopied(Class<?> type, Object record) {
        if (type != lastClass) {
            lastClass = type;
            lastCopied = record instanceof Writable || serializations.getSerialization(type) != null;
        }
        return lastCopied;
    }

    private <R> R copyBySerialization(R record) throws IOException {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) record.getClass();
        return ReflectionUtils.copy(configuration, record, ReflectionUtils.newInstance(type, configuration));
    }
}
