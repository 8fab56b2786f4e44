package org.lisle.api;

import java.util.Iterator;
import org.lisle.api.function.Function2;
import org.lisle.core.io.SplitSource;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Sources;

/** Pairs read by an input format of Hadoop; names and meanings of Spark's JavaHadoopRDD and JavaNewHadoopRDD. */
public class HadoopRdd<K, V> extends PairRdd<K, V> {
    private final SplitSource<Pair<K, V>> source;
    private final int minPartitions;

    HadoopRdd(LisleContext context, Node node, SplitSource<Pair<K, V>> source, int minPartitions) {
        super(context, node);
        this.source = source;
        this.minPartitions = minPartitions;
    }

    /**
     * Each partition's split and pairs to others.
     *
     * <p>A lambda names the split's class: {@code (FileSplit split, Iterator<Pair<Text, Text>> pairs) -> ...}; it is the one of the format's
     * API, {@code org.apache.hadoop.mapred} or {@code mapreduce}. What is persisted of this dataset is not used.
     * Cost: narrow; memory is what the function holds.
     *
     * @param preservesPartitioning has no effect: what formats read has no partitioner
     */
    public <S, R> Rdd<R> mapPartitionsWithInputSplit(
            Function2<S, Iterator<Pair<K, V>>, Iterator<R>> function, boolean preservesPartitioning) {
        Function2<S, Iterator<Pair<K, V>>, Iterator<R>> checked = Checks.function(function);
        return rdd(Sources.input(node().lineage(), site(), source.withSplit(checked), minPartitions));
    }
}
