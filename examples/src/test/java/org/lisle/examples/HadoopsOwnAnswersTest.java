package org.lisle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.examples.terasort.TeraChecksum;
import org.apache.hadoop.examples.terasort.TeraGen;
import org.apache.hadoop.examples.terasort.TeraValidate;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lisle.minicluster.LisleCluster;
import org.lisle.minicluster.LisleClusterExtension;

/** Jobs on an embedded YARN give what the programs of Hadoop's examples give, run by MapReduce in this JVM over the same HDFS. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class HadoopsOwnAnswersTest {
    private static final long SEED = 20261123;

    @Test
    void wordCountGivesTheCountsOfMapReduce(LisleCluster cluster) throws Exception {
        writeText(cluster, "/compare/in", 60_000);
        Job job = Job.getInstance(mapReduceHere(cluster), "word count");
        job.setMapperClass(org.apache.hadoop.examples.WordCount.TokenizerMapper.class);
        job.setCombinerClass(org.apache.hadoop.examples.WordCount.IntSumReducer.class);
        job.setReducerClass(org.apache.hadoop.examples.WordCount.IntSumReducer.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(IntWritable.class);
        FileInputFormat.addInputPath(job, new Path("/compare/in"));
        FileOutputFormat.setOutputPath(job, new Path("/compare/mapreduce"));
        assertThat(job.waitForCompletion(false)).isTrue();

        submit(cluster, WordCount.class, "/compare/in", "/compare/lisle");

        assertThat(cluster.sortedLines("/compare/lisle"))
                .hasSizeGreaterThan(1_000)
                .isEqualTo(cluster.sortedLines("/compare/mapreduce"));
    }

    @Test
    void teraSortPassesTeraValidate(LisleCluster cluster) throws Exception {
        runHere(cluster, new TeraGen(), "50000", "/tera/in");
        runHere(cluster, new TeraChecksum(), "/tera/in", "/tera/sum");

        submit(cluster, TeraSort.class, "/tera/in", "/tera/out");

        runHere(cluster, new TeraValidate(), "/tera/out", "/tera/report");
        String sum = cluster.sortedLines("/tera/sum").get(0);
        assertThat(cluster.sortedLines("/tera/report"))
                .as("what TeraValidate found: errors, or the sum of all records")
                .containsExactly("checksum\t" + sum);
    }

    /** The command line that a user types. */
    private static void submit(LisleCluster cluster, Class<?> program, String in, String out) throws IOException {
        LisleCluster.Run run = cluster.command(
                "submit",
                "--class",
                program.getName(),
                "--num-executors",
                "2",
                "--executor-memory",
                "512m",
                cluster.testJar().toString(),
                in,
                out);
        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(run.output()).contains("Submitted application application_");
        assertThat(cluster.fileSystem().exists(new Path(out, "_SUCCESS"))).isTrue();
    }

    private static void runHere(LisleCluster cluster, Tool tool, String... arguments) throws Exception {
        assertThat(ToolRunner.run(mapReduceHere(cluster), tool, arguments))
                .as("%s %s", tool.getClass().getSimpleName(), Arrays.toString(arguments))
                .isZero();
    }

    /** MapReduce in this JVM, on the cluster's HDFS. */
    private static Configuration mapReduceHere(LisleCluster cluster) {
        Configuration conf = cluster.cluster().configuration();
        conf.set("mapreduce.framework.name", "local");
        conf.setInt("mapreduce.task.io.sort.mb", 32);
        return conf;
    }

    /** Four files of random words. */
    private static void writeText(LisleCluster cluster, String directory, int lines) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int file = 0; file < 4; file++) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < lines / 4; line++) {
                List<String> words = new ArrayList<>();
                for (int word = 0; word < 8; word++) {
                    words.add("w" + random.nextInt(1 + random.nextInt(2000)));
                }
                text.append(String.join(line % 3 == 0 ? "\t " : " ", words)).append('\n');
            }
            try (var out = cluster.fileSystem().create(new Path(directory, "part" + file + ".txt"))) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
