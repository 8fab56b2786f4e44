package org.lisle.core.io;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;

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

    /** Whole files: path and content. */
    DataSource<Pair<String, String>> wholeText(String paths, Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapred.InputFormat}. Writables are copied: each record is a new object. */
    <K, V> DataSource<Pair<K, V>> mapredInput(
            String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapreduce.InputFormat}; {@code paths} may be null when the settings say it all. */
    <K, V> DataSource<Pair<K, V>> mapreduceInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings);

    /** Lines of text, one {@code toString} a record. {@code codec} is a Hadoop CompressionCodec class, or null. */
    DataSink<Object> textOutput(String directory, @Nullable Class<?> codec, Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapred.OutputFormat}. */
    DataSink<Pair<Object, Object>> mapredOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            Map<String, String> settings);

    /** An {@code org.apache.hadoop.mapreduce.OutputFormat}. */
    DataSink<Pair<Object, Object>> mapreduceOutput(
            String directory, Class<?> key, Class<?> value, Class<?> outputFormat, Map<String, String> settings);
}
