package org.lisle.hdfs.binary;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.SequenceFileInputFormat;

/**
 * SequenceFiles, read by a reader that takes no damage for the end of the file. Those of a directory come in the order of their names, which
 * local file systems do not keep.
 */
public class SequenceFiles extends SequenceFileInputFormat<Object, Object> {
    @Override
    protected FileStatus[] listStatus(JobConf configuration) throws IOException {
        FileStatus[] files = super.listStatus(configuration);
        int begin = 0;
        for (int end = 1; end <= files.length; end++) {
            if (end == files.length || !directory(files[end]).equals(directory(files[begin]))) {
                Arrays.sort(files, begin, end, Comparator.comparing(FileStatus::getPath));
                begin = end;
            }
        }
        return files;
    }

    private static Path directory(FileStatus file) {
        return file.getPath().getParent();
    }

    @Override
    public RecordReader<Object, Object> getRecordReader(InputSplit split, JobConf configuration, Reporter reporter)
            throws IOException {
        return new SequenceFilePart((FileSplit) split, configuration);
    }
}
