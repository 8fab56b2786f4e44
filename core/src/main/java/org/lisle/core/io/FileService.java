package org.lisle.core.io;

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

/**
 * The files of the Hadoop world as sources and sinks, for a planner that knows no Hadoop. Found by {@link java.util.ServiceLoader}; the
 * implementation is in module hdfs-io. Classes and settings of Hadoop appear as {@code Class<?>} and text; a wrong class is an
 * INVALID_ARGUMENT that names it.
 */
public interface FileService {
    /**
     * Lines of text files.
     *
     * @param paths Hadoop paths with globs, separated by commas; a directory means the files in it
     * @param settings {@code spark.hadoop.*}-like overrides of Hadoop's configuration
     */
    DataSource<String> text(String paths, Map<String, String> settings);

    /**
     * The records of files in partition directories below {@code base}, with the directories' values.
     *
     * @param sources the source of the files in a directory, called in the driver; all of them read each other's splits
     */
    <T> DataSource<Pair<PartitionValues, T>> partitioned(
            String base, PartitionFilter filter, Function<String, DataSource<T>> sources, Map<String, String> settings);

    /** Whole files: path and content. */
    DataSource<Pair<String, String>> wholeText(String paths, Map<String, String> settings);

    /** Files by their paths, read by who opens them. */
    DataSource<Pair<String, PortableDataStream>> binaryFiles(String paths, Map<String, String> settings);

    /** Files that are cut into records of so many bytes. */
    DataSource<byte[]> binaryRecords(String paths, int recordLength, Map<String, String> settings);

    /**
     * Records in batches, which are the values of SequenceFiles of NullWritable and BytesWritable, cut where the format can. A batch that
     * {@code read} refuses fails the job with INPUT_CORRUPT, path and offset.
     */
    <T> DataSource<T> batches(String paths, FlatMapFunction<byte[], T> read, Map<String, String> settings);

    /** As {@link #batches}, with one split for each file, in the order of their names: what {@link #byteValuesOutput} wrote. */
    <T> DataSource<T> batchesOfFiles(String directory, FlatMapFunction<byte[], T> read, Map<String, String> settings);

    /** A SequenceFile of NullWritable and BytesWritable. */
    DataSink<byte[]> byteValuesOutput(String directory, Map<String, String> settings);

    /** SequenceFiles; records are new objects. */
    <K, V> DataSource<Pair<K, V>> sequenceFile(
            String paths, Class<K> key, Class<V> value, Map<String, String> settings);

    /** The content of one file, which must fit in memory. */
    byte[] content(String path, Map<String, String> settings);

    /**
     * An {@code org.apache.hadoop.mapred.InputFormat}; {@code paths} may be null when the settings say it all. Writables are copied: each
     * record is a new object.
     */
    <K, V> SplitSource<Pair<K, V>> mapredInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapreduce.InputFormat}; {@code paths} may be null when the settings say it all. */
    <K, V> SplitSource<Pair<K, V>> mapreduceInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings);

    /** Lines of text, one {@code toString} a record. {@code codec} is a Hadoop CompressionCodec class, or null. */
    <T> DataSink<T> textOutput(
            String directory, @Nullable Class<?> codec, SaveOptions<? super T> options, Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapred.OutputFormat}. */
    DataSink<Pair<Object, Object>> mapredOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            SaveMode mode,
            Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapreduce.OutputFormat}. */
    DataSink<Pair<Object, Object>> mapreduceOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            SaveMode mode,
            Map<String, String> settings);

    /** As {@link #mapredOutput}; the settings (a JobConf's) say format, classes and place. */
    DataSink<Pair<Object, Object>> mapredDataset(Map<String, String> settings);

    /** As {@link #mapreduceOutput}; the settings say format, classes and place. */
    DataSink<Pair<Object, Object>> mapreduceDataset(Map<String, String> settings);
}
