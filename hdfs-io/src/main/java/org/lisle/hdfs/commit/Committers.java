package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.jspecify.annotations.Nullable;
import org.lisle.api.SaveMode;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
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

    /** Which directories are those of partitions is known only where columns are named, which Hadoop's formats have not. */
    static void refusePartitions(SaveMode mode, String directory) {
        if (mode == SaveMode.OVERWRITE_PARTITIONS) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "OVERWRITE_PARTITIONS was asked for " + directory + ", where no partition columns are named",
                    "add partitionedBy to the options of a save that takes them, or use OVERWRITE");
        }
    }

    /**
     * Whether a committer's files can be committed in one directory and renamed to another: FileOutputCommitter, what extends it, and the
     * manifest committer (known by name: Hadoop has it from 3.3.5).
     */
    static boolean worksByRenames(OutputCommitter committer) {
        return committer instanceof FileOutputCommitter
                || committer instanceof org.apache.hadoop.mapred.FileOutputCommitter
                || committer
                        .getClass()
                        .getName()
                        .equals("org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitter");
    }

    /** The committer that the cluster's configuration chooses for the directory's file system. */
    static PathOutputCommitter ofDirectory(TaskAttemptContext context) throws IOException {
        return PathOutputCommitterFactory.createCommitter(FileOutputFormat.getOutputPath(context), context);
    }
}
