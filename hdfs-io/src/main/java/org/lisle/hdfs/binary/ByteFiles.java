package org.lisle.hdfs.binary;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapreduce.lib.input.FixedLengthInputFormat;
import org.lisle.api.Pair;
import org.lisle.api.SaveMode;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.hdfs.bridge.MapredSource;
import org.lisle.hdfs.bridge.MapreduceSource;
import org.lisle.hdfs.bridge.PackedSource;
import org.lisle.hdfs.commit.MapredOutput;

/** Sources and sinks of byte arrays, and of records in batches of bytes. */
public final class ByteFiles {
    private ByteFiles() {}

    /** Files cut into records of one length; small ones that follow each other are one split. */
    public static DataSource<byte[]> records(String paths, int recordLength, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(FixedLengthInputFormat.FIXED_RECORD_LENGTH, Integer.toString(recordLength));
        var files = new MapreduceSource<>(
                paths, FixedLengthInputFormat.class, LongWritable.class, BytesWritable.class, all);
        return new PackedSource<>(new ValuesSource<>(files), settings);
    }

    /** Records out of the values of SequenceFiles; small ones that follow each other are one split. */
    public static <T> DataSource<T> batches(
            String paths, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        return new PackedSource<>(batches(paths, SequenceFiles.class, read, settings), settings);
    }

    /** One split for each SequenceFile, in the order of their names. */
    public static <T> DataSource<T> batchesOfFiles(
            String directory, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        return batches(directory, WholeSequenceFiles.class, read, settings);
    }

    private static <T> DataSource<T> batches(
            String paths, Class<?> format, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        return new BatchesSource<>(
                new ValuesSource<>(
                        new MapredSource<>(paths, format, NullWritable.class, BytesWritable.class, settings)),
                read);
    }

    public static DataSink<byte[]> output(String directory, Map<String, String> settings) {
        DataSink<Pair<Object, Object>> pairs = MapredOutput.sink(
                directory,
                NullWritable.class,
                BytesWritable.class,
                SequenceFileOutputFormat.class,
                null,
                SaveMode.ERROR_IF_EXISTS,
                settings);
        return new ValuesSink(pairs);
    }
}
