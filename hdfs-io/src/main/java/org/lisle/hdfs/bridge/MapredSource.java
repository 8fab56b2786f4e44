package org.lisle.hdfs.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.Reporter;
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

/** Pairs read by an {@code org.apache.hadoop.mapred.InputFormat}; immutable. */
public final class MapredSource<K, V> implements SplitSource<Pair<K, V>> {
    private static final long serialVersionUID = 1L;

    private final @Nullable String paths;
    private final Class<?> inputFormat;
    private final Class<K> key;
    private final Class<V> value;
    private final TreeMap<String, String> settings;

    /** @throws LisleException INVALID_ARGUMENT when {@code inputFormat} is none */
    public MapredSource(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        if (!InputFormat.class.isAssignableFrom(inputFormat)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    inputFormat.getName() + " is no " + InputFormat.class.getName(),
                    "use newAPIHadoopFile for a format of org.apache.hadoop.mapreduce");
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
            for (var split : format(configuration).getSplits(configuration, minPartitions)) {
                splits.add(new InputSplit(
                        SplitBytes.encode(split, files.of(split), configuration),
                        split.getLength(),
                        InputConfiguration.hosts(split.getLocations()),
                        split.toString()));
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
        InputConfiguration.attempt(configuration, context);
        var split = SplitBytes.decode(payload, org.apache.hadoop.mapred.InputSplit.class, configuration);
        return new MapredRecordReader<>(
                split,
                UnchangedFiles.of(payload, configuration),
                () -> format(configuration).getRecordReader(split, configuration, Reporter.NULL),
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
                        payload, org.apache.hadoop.mapred.InputSplit.class, InputConfiguration.of(place, known)),
                function);
    }

    @SuppressWarnings("unchecked")
    private InputFormat<Object, Object> format(JobConf configuration) {
        return (InputFormat<Object, Object>) ReflectionUtils.newInstance(inputFormat, configuration);
    }

    @Override
    public String toString() {
        return description();
    }
}
