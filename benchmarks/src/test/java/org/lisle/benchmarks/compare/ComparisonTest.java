package org.lisle.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    Path folder;

    @Test
    void sparksProgramIsLislesWithOtherNames() throws IOException {
        String lisle = Files.readString(Path.of("src/main/java/org/lisle/benchmarks/jobs/Jobs.java"));
        String spark = SparkProgram.translate(lisle);
        assertThat(spark)
                .doesNotContain("org.lisle.api", "LisleContext", "Pair.of", ".key()")
                .contains("JavaSparkContext context", "new Tuple2<>(word, 1)", "record._1() + record._2()")
                .hasLineCount(lisle.split("\n", -1).length - 1);
    }

    @Test
    void outputsAreTheSameWhateverTheirOrderFilesAndPairs() throws IOException {
        write("a/part-00000", "the\t3\nlazy, dog\t1\n");
        write("b/part-00000", "(lazy, dog,1)\n");
        write("b/part-00001", "(the,3)\n");
        write("c/part-00000", "the\t3\nlazy, dog\t2\n");
        FileSystem files = FileSystem.getLocal(new Configuration());
        String digest = OutputDigest.of(files, folder.resolve("a").toString());
        assertThat(OutputDigest.of(files, folder.resolve("b").toString())).isEqualTo(digest);
        assertThat(OutputDigest.of(files, folder.resolve("c").toString())).isNotEqualTo(digest);
    }

    @Test
    void theTableHasMediansRatiosAndWhetherResultsAgree() {
        String table = Table.of(List.of(
                run("lisle", 9, 5, "x"),
                run("lisle", 2, 4, "x"),
                run("lisle", 3, 6, "x"),
                run("spark", 10, 20, "x"),
                run("mapreduce", 30, 50, "y")));
        assertThat(table)
                .contains("| job | lisle | 3 | 3.0 | 5.0 |")
                .contains("| job | spark | 1 | 10.0 | 20.0 | 20.0 | 100 | 0.30 | 0.25 | 1.00 | yes |")
                .contains("| 0.10 | 0.10 | 1.00 | NO |");
    }

    @Test
    void anUnknownJobIsRefusedWithTheOnesThereAre() {
        System.setProperty("lisle.home", folder.toString());
        assertThatThrownBy(() -> Options.parse(new String[] {"--jobs", "wordcout"}))
                .hasMessageContaining("\"wordcout\"")
                .hasMessageContaining("wordcount");
    }

    private static Run run(String engine, double wall, double executorCpu, String result) {
        return new Run("job", engine, wall, new Usage(Map.of(ProcessRole.EXECUTOR, executorCpu), 100), result);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
