package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.jspecify.annotations.Nullable;
import org.lisle.hdfs.conf.HadoopConfiguration;

/** Configuration that all kinds of output share, and the committer of a directory. */
final class Committers {
    private Committers() {}

    /**
     * The configuration for writing to a directory, which is null where the output goes elsewhere. FileOutputCommitter's algorithm is 1, whatever the cluster's default: with algorithm 2
     * the files of single tasks are seen before the job ends. Only the job's own settings can choose it.
     */
    static JobConf configuration(@Nullable String directory, Map<String, String> settings) throws IOException {
        JobConf configuration = HadoopConfiguration.with(settings);
        if (!settings.containsKey(FileOutputCommitter.FILEOUTPUTCOMMITTER_ALGORITHM_VERSION)) {
            configuration.setInt(FileOutputCommitter.FILEOUTPUTCOMMITTER_ALGORITHM_VERSION, 1);
        }
        if (directory != null) {
            Path path = new Path(directory);
            Path qualified = path.getFileSystem(configuration).makeQualified(path);
            configuration.set(FileOutputFormat.OUTDIR, qualified.toString());
        }
        return configuration;
    }

    /** The committer that the cluster's configuration chooses for the directory's file system. */
    static PathOutputCommitter ofDirectory(TaskAttemptContext context) throws IOException {
        return PathOutputCommitterFactory.createCommitter(FileOutputFormat.getOutputPath(context), context);
    }
}
