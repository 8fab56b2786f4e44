package org.lisle.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class LisleConfTest {
    @TempDir
    Path directory;

    private LisleConf load(String text) throws IOException {
        Path file = directory.resolve("settings.conf");
        Files.writeString(file, text);
        return LisleConf.load(file);
    }

    @Test
    void fileIsReadAsSparksDefaultsAre() throws IOException {
        LisleConf conf = load("""
                # a comment
                lisle.app.name    Wörter zählen
                lisle.executor.memory=2g
                lisle.executor.cores: 4
                lisle.hadoop.dfs.replication   1

                """);
        assertThat(conf.asMap())
                .isEqualTo(Map.of(
                        "lisle.app.name", "Wörter zählen",
                        "lisle.executor.memory", "2g",
                        "lisle.executor.cores", "4",
                        "lisle.hadoop.dfs.replication", "1"));
        assertThat(conf.hadoopSettings()).isEqualTo(Map.of("dfs.replication", "1"));
        assertThat(conf.get(Settings.EXECUTOR_CORES)).isEqualTo(4);
    }

    @Test
    void shippedDefaultsChangeNothing() throws IOException {
        assertThat(load(SettingsPage.defaultsFile()).asMap()).isEmpty();
    }

    @Test
    void everyDefaultIsAValidValueOfItsKey() throws IOException {
        LisleConf conf = load(SettingsPage.defaultsFile().replaceAll("(?m)^#lisle", "lisle"));
        assertThat(conf.asMap()).hasSameSizeAs(Settings.ALL);
        assertThat(conf.problems()).isEmpty();
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> LisleConf.load(directory.resolve("nowhere.conf")))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("nowhere.conf");
    }

    @Test
    void brokenFileIsNamed() {
        assertThatThrownBy(() -> load("a \\uxyz"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("settings.conf");
    }

    @Test
    void allProblemsAreReportedTogether() {
        LisleConf conf = LisleConf.of(Map.of(
                "lisle.executor.memry", "1g",
                "lisle.executor.cores", "many",
                "lisle.nothing.like.any.other", "x",
                "lisle.hadoop.anything", "x",
                "other.name", "x"));
        assertThat(conf.problems()).hasSize(3);
        assertThatThrownBy(conf::check)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING))
                .hasMessageContaining("lisle.executor.memry (did you mean lisle.executor.memory?)")
                .hasMessageContaining("lisle.executor.cores cannot be 'many' (whole number): allowed is 1 to 1024")
                .hasMessageContaining("there is no setting lisle.nothing.like.any.other:")
                .hasMessageNotContaining("lisle.hadoop")
                .hasMessageNotContaining("other.name");
    }

    @Test
    void goodSettingsHaveNoProblems() {
        LisleConf.of(Map.of("lisle.executor.memory", "2g", "lisle.network.timeout", "30s"))
                .check();
    }
}
