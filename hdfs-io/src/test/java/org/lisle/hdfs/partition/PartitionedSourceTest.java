package org.lisle.hdfs.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.api.Pair;
import org.lisle.api.PartitionFilter;
import org.lisle.api.PartitionValues;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.hdfs.CrashingFileSystem;
import org.lisle.hdfs.TestFiles;
import org.lisle.hdfs.text.TextSource;

class PartitionedSourceTest {
    private static final Map<String, String> SETTINGS = CrashingFileSystem.SETTINGS;

    @BeforeEach
    void files() {
        CrashingFileSystem.clear();
        for (String day : List.of("2026-01-01", "2026-01-02", "2026-01-03")) {
            for (String hour : List.of("7", "8")) {
                CrashingFileSystem.write("/events/dt=" + day + "/hour=" + hour + "/part-0", day + " " + hour + "\n");
            }
        }
        CrashingFileSystem.write("/events/_SUCCESS", "");
        CrashingFileSystem.write("/events/.hidden/x", "hidden\n");
        CrashingFileSystem.write("/events/dt=2026-01-01/hour=7/_log", "hidden\n");
    }

    private static PartitionedSource<String> source(String base, PartitionFilter filter) {
        return new PartitionedSource<>(base, filter, paths -> new TextSource(paths, SETTINGS), SETTINGS);
    }

    private static List<String> read(DataSource<Pair<PartitionValues, String>> source, int minPartitions)
            throws IOException {
        return TestFiles.readAll(source, minPartitions).stream()
                .map(pair -> pair.key() + ": " + pair.value())
                .toList();
    }

    @Test
    void recordsComeWithTheValuesOfTheirDirectories() throws IOException {
        for (int partitions : new int[] {1, 2, 5, 20}) {
            assertThat(read(source("crash:///events", PartitionFilter.all()), partitions))
                    .containsExactly(
                            "dt=2026-01-01/hour=7: 2026-01-01 7",
                            "dt=2026-01-01/hour=8: 2026-01-01 8",
                            "dt=2026-01-02/hour=7: 2026-01-02 7",
                            "dt=2026-01-02/hour=8: 2026-01-02 8",
                            "dt=2026-01-03/hour=7: 2026-01-03 7",
                            "dt=2026-01-03/hour=8: 2026-01-03 8");
        }
    }

    @Test
    void smallDirectoriesShareSplits() {
        assertThat(source("crash:///events", PartitionFilter.all()).splits(1)).hasSize(1);
        assertThat(source("crash:///events", PartitionFilter.all()).splits(3)).hasSize(3);
    }

    @Test
    void directoriesThatAreNotWantedAreNotListed() throws IOException {
        PartitionFilter filter = PartitionFilter.all()
                .where("dt", day -> "2026-01-02".equals(day))
                .where("hour", "8"::equals);
        CrashingFileSystem.listed().clear();
        assertThat(read(source("crash:///events", filter), 1)).containsExactly("dt=2026-01-02/hour=8: 2026-01-02 8");
        assertThat(CrashingFileSystem.listed())
                .contains("/events", "/events/dt=2026-01-02", "/events/dt=2026-01-02/hour=8")
                .noneMatch(path -> path.contains("01-01") || path.contains("01-03") || path.contains("hour=7"));
    }

    @Test
    void namesAreEscapedAsTheyWereWritten() throws IOException {
        List<Object> odd = Arrays.asList("a/b", "50%", "x=y", "{z}", "*", "comma,", "", null, "ü", " ");
        for (int i = 0; i < odd.size(); i++) {
            String directory = PartitionPath.of(List.of("k"), Arrays.asList(odd.get(i)));
            CrashingFileSystem.write("/odd/" + directory + "/part-" + i, i + "\n");
        }
        for (Pair<PartitionValues, String> pair : TestFiles.readAll(source("crash:///odd", PartitionFilter.all()), 1)) {
            Object written = odd.get(Integer.parseInt(pair.value()));
            assertThat(pair.key().get("k")).isEqualTo("".equals(written) ? null : written);
        }
        assertThat(TestFiles.readAll(source("crash:///odd", PartitionFilter.all()), 1))
                .hasSize(odd.size());
    }

    @Test
    void whatIsNoPartitionIsNamed() {
        CrashingFileSystem.write("/events/dt=2026-01-01/stray/part-0", "x\n");
        refused(source("crash:///events", PartitionFilter.all()), ErrorCode.INVALID_ARGUMENT, "stray");
        refused(source("crash:///nothing", PartitionFilter.all()), ErrorCode.INPUT_NOT_FOUND, "/nothing");
        refused(
                source("crash:///events/dt=2026-01-02", PartitionFilter.all().where("day", day -> true)),
                ErrorCode.INVALID_ARGUMENT,
                "day");
    }

    @Test
    void noDirectoryIsAnEmptySource() throws IOException {
        assertThat(source("crash:///events", PartitionFilter.all().where("dt", "none"::equals))
                        .splits(3))
                .isEmpty();
    }

    private static void refused(DataSource<?> source, ErrorCode code, String named) {
        assertThatThrownBy(() -> source.splits(1))
                .hasMessageContaining(named)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
