package org.lisle.hdfs.binary;

import java.io.IOException;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.SequenceFileInputFormat;

/** SequenceFiles, read by a reader that takes no damage for the end of the file. */
public class SequenceFiles extends SequenceFileInputFormat<Object, Object> {
    @Override
    public RecordReader<Object, Object> getRecordReader(InputSplit split, JobConf configuration, Reporter reporter)
            throws IOException {
        return new SequenceFilePart((FileSplit) split, configuration);
    }
}
