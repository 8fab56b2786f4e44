package org.lisle.hdfs;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.PartitionFilter;
import org.lisle.api.PartitionValues;
import org.lisle.api.PortableDataStream;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.FileService;
import org.lisle.core.io.SplitSource;
import org.lisle.hdfs.binary.BinaryFilesSource;
import org.lisle.hdfs.binary.ByteFiles;
import org.lisle.hdfs.binary.HadoopDataStream;
import org.lisle.hdfs.binary.NewSequenceFiles;
import org.lisle.hdfs.binary.SequenceFiles;
import org.lisle.hdfs.bridge.MapredSource;
import org.lisle.hdfs.bridge.MapreduceSource;
import org.lisle.hdfs.bridge.PackedSource;
import org.lisle.hdfs.commit.MapredOutput;
import org.lisle.hdfs.commit.MapreduceOutput;
import org.lisle.hdfs.commit.TextOutput;
import org.lisle.hdfs.partition.PartitionedSource;
import org.lisle.hdfs.text.TextSource;
import org.lisle.hdfs.text.WholeTextSource;

/** The file service on Hadoop's FileSystem API. Stateless; touches no file before a source or sink is used. */
public final class HadoopFileService implements FileService {
    @Override
    public DataSource<String> text(String paths, Map<String, String> settings) {
        return new TextSource(paths, settings);
    }

    @Override
    public <T> DataSource<Pair<PartitionValues, T>> partitioned(
            String base,
            PartitionFilter filter,
            Function<String, DataSource<T>> sources,
            Map<String, String> settings) {
        return new PartitionedSource<>(base, filter, sources, settings);
    }

    @Override
    public DataSource<Pair<String, String>> wholeText(String paths, Map<String, String> settings) {
        return new WholeTextSource(paths, settings);
    }

    @Override
    public DataSource<Pair<String, PortableDataStream>> binaryFiles(String paths, Map<String, String> settings) {
        return new BinaryFilesSource(paths, settings);
    }

    @Override
    public DataSource<byte[]> binaryRecords(String paths, int recordLength, Map<String, String> settings) {
        return ByteFiles.records(paths, recordLength, settings);
    }

    @Override
    public <T> DataSource<T> batches(String paths, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        return ByteFiles.batches(paths, read, settings);
    }

    @Override
    public <T> DataSource<T> batchesOfFiles(
            String directory, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        return ByteFiles.batchesOfFiles(directory, read, settings);
    }

    @Override
    public DataSink<byte[]> byteValuesOutput(String directory, Map<String, String> settings) {
        return ByteFiles.output(directory, settings);
    }

    @Override
    public <K, V> DataSource<Pair<K, V>> sequenceFile(
            String paths, Class<K> key, Class<V> value, Map<String, String> settings) {
        return new PackedSource<>(new MapredSource<>(paths, SequenceFiles.class, key, value, settings), settings);
    }

    @Override
    public byte[] content(String path, Map<String, String> settings) {
        return new HadoopDataStream(path, settings).toArray();
    }

    @Override
    public DataSink<Pair<Object, Object>> mapredDataset(Map<String, String> settings) {
        return MapredOutput.dataset(settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapreduceDataset(Map<String, String> settings) {
        return MapreduceOutput.dataset(settings);
    }

    @Override
    public <K, V> SplitSource<Pair<K, V>> mapredInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        Class<?> format = inputFormat == org.apache.hadoop.mapred.SequenceFileInputFormat.class
                ? SequenceFiles.class
                : inputFormat;
        return new MapredSource<>(paths, format, key, value, settings);
    }

    @Override
    public <K, V> SplitSource<Pair<K, V>> mapreduceInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        Class<?> format = inputFormat == org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat.class
                ? NewSequenceFiles.class
                : inputFormat;
        return new MapreduceSource<>(paths, format, key, value, settings);
    }

    @Override
    public <T> DataSink<T> textOutput(
            String directory, @Nullable Class<?> codec, SaveOptions<? super T> options, Map<String, String> settings) {
        return TextOutput.sink(directory, codec, options, settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapredOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            SaveMode mode,
            Map<String, String> settings) {
        return MapredOutput.sink(directory, key, value, outputFormat, codec, mode, settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapreduceOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            SaveMode mode,
            Map<String, String> settings) {
        return MapreduceOutput.sink(directory, key, value, outputFormat, mode, settings);
    }
}
