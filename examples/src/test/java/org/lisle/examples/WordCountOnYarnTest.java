package org.lisle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lisle.minicluster.LisleCluster;
import org.lisle.minicluster.LisleClusterExtension;

/** As a user tests a job before production: on an embedded HDFS and YARN, submitted as it will be, in processes of its own. */
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class WordCountOnYarnTest {
    @Test
    void countsWordsOfAFileInHdfs(LisleCluster cluster) throws IOException {
        try (var file = cluster.fileSystem().create(new Path("/wordcount/in.txt"))) {
            file.writeBytes("to be or not to be\n");
        }

        LisleCluster.Run run = cluster.submit(
                WordCount.class, Map.of("lisle.executor.instances", "1"), "/wordcount/in.txt", "/wordcount/out");

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
        assertThat(cluster.sortedLines("/wordcount/out")).containsExactly("be\t2", "not\t1", "or\t1", "to\t2");
        assertThat(cluster.fileSystem().exists(new Path("/wordcount/out/_SUCCESS")))
                .isTrue();
    }
}
