package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.Function2;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.core.io.SplitSource;
import org.lisle.hdfs.failure.FileErrors;

/** Pairs read by an {@code org.apache.hadoop.mapreduce.InputFormat}; immutable. The format alone decides on the number of splits. */
public final class MapreduceSource<K, V> implements SplitSource<Pair<K, V>> {
    private static final long serialVersionUID = 1L;

    private final @Nullable String paths;
    private final Class<?> inputFormat;
    private final Class<K> key;
    private final Class<V> value;
    private final TreeMap<String, String> settings;

    /** @throws LisleException INVALID_ARGUMENT when {@code inputFormat} is none */
    public MapreduceSource(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        if (!InputFormat.class.isAssignableFrom(inputFormat)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    inputFormat.getName() + " is no " + InputFormat.class.getName(),
                    "use hadoopFile for a format of org.apache.hadoop.mapred");
        }
        this.paths = paths;
        this.inputFormat = inputFormat;
        this.key = key;
        this.value = value;
        this.settings = new TreeMap<>(settings);
    }

    @Override
    public String description() {
        return inputFormat.getSimpleName() + (paths == null ? "" : " " + paths);
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return FileErrors.guard(paths == null ? inputFormat.getName() : paths, () -> {
            JobConf configuration = InputConfiguration.of(paths, settings);
            SplitFiles files = new SplitFiles(configuration);
            List<InputSplit> splits = new ArrayList<>();
            try {
                var context = new JobContextImpl(configuration, new JobID());
                for (var split : format(configuration).getSplits(context)) {
                    splits.add(new InputSplit(
                            SplitBytes.encode(split, files.of(split), configuration),
                            split.getLength(),
                            InputConfiguration.hosts(split.getLocations()),
                            split.toString()));
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            return splits;
        });
    }

    @Override
    public List<String> contentVersion(List<InputSplit> splits) {
        return FileErrors.guard(description(), () -> UnchangedFiles.versions(splits));
    }

    @Override
    public RecordReader<Pair<K, V>> open(byte[] payload, ReadContext context) throws IOException {
        JobConf configuration = InputConfiguration.of(paths, settings);
        TaskAttemptID attempt = InputConfiguration.attempt(configuration, context);
        var split = SplitBytes.decode(payload, org.apache.hadoop.mapreduce.InputSplit.class, configuration);
        return new MapreduceRecordReader<>(
                format(configuration),
                split,
                UnchangedFiles.of(payload, configuration),
                new TaskAttemptContextImpl(configuration, attempt),
                new RecordCopier(configuration),
                key,
                value);
    }

    @Override
    public <R> DataSource<R> withSplit(Function2<?, Iterator<Pair<K, V>>, Iterator<R>> function) {
        TreeMap<String, String> known = settings;
        @Nullable String place = paths;
        return new SplitFunctionSource<>(
                this,
                payload -> SplitBytes.decode(
                        payload, org.apache.hadoop.mapreduce.InputSplit.class, InputConfiguration.of(place, known)),
                function);
    }

    @SuppressWarnings("unchecked")
    private InputFormat<Object, Object> format(JobConf configuration) {
        return (InputFormat<Object, Object>) ReflectionUtils.newInstance(inputFormat, configuration);
    }

    static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var exception = new InterruptedIOException("interrupted in an input format");
        exception.initCause(cause);
        return exception;
    }

    @Override
    public String toString() {
        return description();
    }
}
