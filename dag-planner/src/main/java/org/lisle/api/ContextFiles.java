package org.lisle.api;

import java.util.Map;
import java.util.function.Function;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.FileService;
import org.lisle.core.io.SplitSource;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.Lineage;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.ObjectRecords;
import org.lisle.dag.lineage.Sources;

/**
 * Datasets of files. Paths are of any Hadoop file system; globs, comma lists and directories are understood. They are looked at by the first
 * action, which fails with INPUT_NOT_FOUND when nothing is there. Cost of all: narrow; records stream from the files where not said
 * otherwise.
 */
public abstract sealed class ContextFiles extends ContextJobs permits LisleContext {
    private final HadoopConfiguration hadoopConfiguration;

    ContextFiles(Map<String, String> hadoopSettings) {
        this.hadoopConfiguration = new HadoopConfiguration(hadoopSettings);
    }

    abstract FileService files();

    abstract Lineage lineage();

    abstract CallSite site();

    abstract LisleContext self();

    /** Settings of Hadoop for datasets and outputs that are made from now on; {@code lisle.hadoop.*} at first. */
    public HadoopConfiguration hadoopConfiguration() {
        return hadoopConfiguration;
    }

    /** The least number of partitions of files for which the program names none: 2, or 1 with a single slot. */
    public Integer defaultMinPartitions() {
        return Math.min(lineage().defaultParallelism(), 2);
    }

    /** Lines of text. Cost: narrow; lines stream from the files, one in memory at a time. */
    public Rdd<String> textFile(String path) {
        return textFile(path, defaultMinPartitions());
    }

    /** As {@link #textFile(String)}. @param minPartitions a hint: at least so many partitions where the files can be cut so fine */
    public Rdd<String> textFile(String path, int minPartitions) {
        return new Rdd<>(self(), input(files().text(path(path), hadoop()), minPartitions));
    }

    /**
     * Lines of text below a base directory whose directories are named after values ({@code dt=2026-01-01/}), each with the values.
     * Directories that the filter does not want are not listed. Cost: narrow; lines stream from the files.
     */
    public PairRdd<PartitionValues, String> partitionedTextFile(String base, PartitionFilter filter) {
        return partitioned(base, filter, paths -> files().text(paths, hadoop()));
    }

    final <T> PairRdd<PartitionValues, T> partitioned(
            String base, PartitionFilter filter, Function<String, DataSource<T>> sources) {
        PartitionFilter wanted = Checks.present(filter, "the filter");
        DataSource<Pair<PartitionValues, T>> source = files().partitioned(path(base), wanted, sources, hadoop());
        return new PairRdd<>(self(), input(source, defaultMinPartitions()));
    }

    /** Path and content of whole files. Cost: narrow; each task holds a file, which must fit in memory. */
    public PairRdd<String, String> wholeTextFiles(String path) {
        return wholeTextFiles(path, defaultMinPartitions());
    }

    /** As {@link #wholeTextFiles(String)}, with a hint for the number of partitions. */
    public PairRdd<String, String> wholeTextFiles(String path, int minPartitions) {
        return new PairRdd<>(self(), input(files().wholeText(path(path), hadoop()), minPartitions));
    }

    /** Path and stream of whole files. Cost: narrow; a file is read only when its stream is opened, and held only by who does so. */
    public PairRdd<String, PortableDataStream> binaryFiles(String path) {
        return binaryFiles(path, defaultMinPartitions());
    }

    /** As {@link #binaryFiles(String)}, with a hint for the number of partitions. */
    public PairRdd<String, PortableDataStream> binaryFiles(String path, int minPartitions) {
        return new PairRdd<>(self(), input(files().binaryFiles(path(path), hadoop()), minPartitions));
    }

    /**
     * Files that are cut into records of so many bytes; one whose length is no multiple of it fails its task.
     * Cost: narrow; records stream from the files.
     */
    public Rdd<byte[]> binaryRecords(String path, int recordLength) {
        int length = Checks.partitions(recordLength);
        return new Rdd<>(self(), input(files().binaryRecords(path(path), length, hadoop()), 1));
    }

    /**
     * Keys and values of SequenceFiles; each is a new object.
     * Cost: narrow; records stream from the files, of block-compressed ones a block is in memory.
     */
    public <K, V> PairRdd<K, V> sequenceFile(String path, Class<K> keyClass, Class<V> valueClass) {
        return sequenceFile(path, keyClass, valueClass, defaultMinPartitions());
    }

    /** As {@link #sequenceFile(String, Class, Class)}, with a hint for the number of partitions. */
    public <K, V> PairRdd<K, V> sequenceFile(String path, Class<K> keyClass, Class<V> valueClass, int minPartitions) {
        return new PairRdd<>(
                self(), input(files().sequenceFile(path(path), keyClass, valueClass, hadoop()), minPartitions));
    }

    /** What {@link RddActions#saveAsObjectFile} wrote, by this version of Lisle. Cost: narrow; a batch of records is in memory. */
    public <T> Rdd<T> objectFile(String path) {
        return objectFile(path, defaultMinPartitions());
    }

    /** As {@link #objectFile(String)}, with a hint for the number of partitions. */
    public <T> Rdd<T> objectFile(String path, int minPartitions) {
        return new Rdd<>(self(), input(files().batches(path(path), ObjectRecords.<T>read(), hadoop()), minPartitions));
    }

    /** What a checkpoint wrote: a partition for each file, as they were. Cost: narrow; a batch of records is in memory. */
    public <T> Rdd<T> checkpointFile(String path) {
        return new Rdd<>(self(), input(files().batchesOfFiles(path(path), ObjectRecords.<T>read(), hadoop()), 1));
    }

    /** Records of an {@code org.apache.hadoop.mapred.InputFormat}; each is a new object. Cost: narrow; records stream. */
    public <K, V> HadoopRdd<K, V> hadoopFile(
            String path, Class<?> inputFormatClass, Class<K> keyClass, Class<V> valueClass) {
        return hadoopFile(path, inputFormatClass, keyClass, valueClass, defaultMinPartitions());
    }

    /** As above, with a hint for the number of partitions. */
    public <K, V> HadoopRdd<K, V> hadoopFile(
            String path, Class<?> inputFormatClass, Class<K> keyClass, Class<V> valueClass, int minPartitions) {
        return hadoop(files().mapredInput(path(path), inputFormatClass, keyClass, valueClass, hadoop()), minPartitions);
    }

    /** As {@link #hadoopFile(String, Class, Class, Class)}, where the settings (of a {@code JobConf}) name the input. */
    public <K, V> HadoopRdd<K, V> hadoopRDD(
            Iterable<Map.Entry<String, String>> conf,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass) {
        return hadoopRDD(conf, inputFormatClass, keyClass, valueClass, defaultMinPartitions());
    }

    /** As above, with a hint for the number of partitions. */
    public <K, V> HadoopRdd<K, V> hadoopRDD(
            Iterable<Map.Entry<String, String>> conf,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass,
            int minPartitions) {
        Map<String, String> settings = hadoop(HadoopSettings.of(conf));
        return hadoop(files().mapredInput(null, inputFormatClass, keyClass, valueClass, settings), minPartitions);
    }

    /** Records of an {@code org.apache.hadoop.mapreduce.InputFormat}; each is a new object. Cost: narrow; records stream. */
    public <K, V> HadoopRdd<K, V> newAPIHadoopFile(
            String path, Class<?> inputFormatClass, Class<K> keyClass, Class<V> valueClass) {
        return newAPIHadoopFile(path, inputFormatClass, keyClass, valueClass, Map.of());
    }

    /** As above, with settings of Hadoop; a {@code Configuration} is such an iterable. */
    public <K, V> HadoopRdd<K, V> newAPIHadoopFile(
            String path,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass,
            Iterable<Map.Entry<String, String>> settings) {
        return newAPIHadoopFile(path, inputFormatClass, keyClass, valueClass, HadoopSettings.of(settings));
    }

    /** As above, with settings of Hadoop. */
    public <K, V> HadoopRdd<K, V> newAPIHadoopFile(
            String path,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass,
            Map<String, String> settings) {
        return hadoop(files().mapreduceInput(path(path), inputFormatClass, keyClass, valueClass, hadoop(settings)), 1);
    }

    /** As {@link #newAPIHadoopFile(String, Class, Class, Class)}, where the settings (a {@code Configuration}) name the input. */
    public <K, V> HadoopRdd<K, V> newAPIHadoopRDD(
            Iterable<Map.Entry<String, String>> conf,
            Class<?> inputFormatClass,
            Class<K> keyClass,
            Class<V> valueClass) {
        Map<String, String> settings = hadoop(HadoopSettings.of(conf));
        return hadoop(files().mapreduceInput(null, inputFormatClass, keyClass, valueClass, settings), 1);
    }

    /**
     * Records of any source: a way in for formats and connectors. Cost: narrow; records stream.
     *
     * @param minPartitions a hint: at least so many partitions where the source can be cut so fine
     */
    public <T> Rdd<T> read(DataSource<T> source, int minPartitions) {
        return new Rdd<>(self(), input(Checks.present(source, "the source"), minPartitions));
    }

    // ---------------------------------------------------------------- for the classes here

    final Map<String, String> hadoop() {
        return hadoopConfiguration.asMap();
    }

    final Map<String, String> hadoop(Map<String, String> overrides) {
        Map<String, String> all = hadoop();
        all.putAll(Checks.present(overrides, "the settings"));
        return all;
    }

    private <K, V> HadoopRdd<K, V> hadoop(SplitSource<Pair<K, V>> source, int minPartitions) {
        return new HadoopRdd<>(self(), input(source, minPartitions), source, minPartitions);
    }

    private Node input(DataSource<?> source, int minPartitions) {
        return Sources.input(lineage(), site(), source, Checks.partitions(minPartitions));
    }

    private static String path(String path) {
        return Checks.present(path, "the path");
    }
}
