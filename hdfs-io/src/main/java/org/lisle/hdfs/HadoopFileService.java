package org.lisle.hdfs;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.FileService;
import org.lisle.hdfs.bridge.MapredSource;
import org.lisle.hdfs.bridge.MapreduceSource;
import org.lisle.hdfs.commit.MapredOutput;
import org.lisle.hdfs.commit.MapreduceOutput;
import org.lisle.hdfs.commit.TextOutput;
import org.lisle.hdfs.text.TextSource;
import org.lisle.hdfs.text.WholeTextSource;

/** The file service on Hadoop's FileSystem API. Stateless; touches no file before a source or sink is used. */
public final class HadoopFileService implements FileService {
    @Override
    public DataSource<String> text(String paths, Map<String, String> settings) {
        return new TextSource(paths, settings);
    }

    @Override
    public DataSource<Pair<String, String>> wholeText(String paths, Map<String, String> settings) {
        return new WholeTextSource(paths, settings);
    }

    @Override
    public <K, V> DataSource<Pair<K, V>> mapredInput(
            String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        return new MapredSource<>(paths, inputFormat, key, value, settings);
    }

    @Override
    public <K, V> DataSource<Pair<K, V>> mapreduceInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        return new MapreduceSource<>(paths, inputFormat, key, value, settings);
    }

    @Override
    public DataSink<Object> textOutput(String directory, @Nullable Class<?> codec, Map<String, String> settings) {
        return TextOutput.sink(directory, codec, settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapredOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            Map<String, String> settings) {
        return MapredOutput.sink(directory, key, value, outputFormat, codec, settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapreduceOutput(
            String directory, Class<?> key, Class<?> value, Class<?> outputFormat, Map<String, String> settings) {
        return MapreduceOutput.sink(directory, key, value, outputFormat, settings);
    }
}
