package org.lisle.hdfs.binary;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;

/** SequenceFiles, none of them cut, in the order of their names. */
final class WholeSequenceFiles extends SequenceFiles {
    @Override
    protected boolean isSplitable(FileSystem fileSystem, Path file) {
        return false;
    }

    @Override
    public InputSplit[] getSplits(JobConf configuration, int wanted) throws IOException {
        InputSplit[] splits = super.getSplits(configuration, 1);
        Arrays.sort(splits, Comparator.comparing(split -> ((FileSplit) split).getPath()));
        return splits;
    }
}
