package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;

class SubmissionChecksTest {
    @TempDir
    Path directory;

    @Test
    void aJarThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Locations.parse("/no/such.jar"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("/no/such.jar");
    }

    @Test
    void aClassThatIsInNoJarIsNamedAndANestedOneIsSuggested() throws IOException {
        List<Path> jars = List.of(jar("com/acme/Jobs$Daily.class"));

        assertThatCode(() -> LocalChecks.requireClass("com.acme.Jobs$Daily", jars, true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LocalChecks.requireClass("com.acme.Jobs.Daily", jars, true))
                .hasMessageContaining("did you mean com.acme.Jobs$Daily?");
        assertThatThrownBy(() -> LocalChecks.requireClass("com.acme.Nothing", jars, true))
                .hasMessageContaining("com.acme.Nothing")
                .hasMessageContaining("job.jar");
        assertThatCode(() -> LocalChecks.requireClass("com.acme.Elsewhere", jars, false))
                .doesNotThrowAnyException();
    }

    @Test
    void locationsMayGiveAnotherNameAndLieInTheCluster() throws IOException {
        Path file = Files.writeString(directory.resolve("lookup.csv"), "x");

        assertThat(Locations.parse(file + "#table").link()).isEqualTo("table");
        assertThat(Locations.parse(file.toUri().toString()).local()).isEqualTo(file);
        Locations.Location remote = Locations.parse("hdfs://nn:8020/data/a.zip");
        assertThat(remote.local()).isNull();
        assertThat(remote.link()).isEqualTo("a.zip");
    }

    @Test
    void containersLargerThanTheSchedulerOrAnyNodeAllowsAreRefused() {
        CapacityCheck check = new CapacityCheck(8192, 8, 4096, 4);

        assertThatCode(() -> require(check, 4096, 4)).doesNotThrowAnyException();
        assertThatThrownBy(() -> require(check, 4097, 1))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTOR_TOO_LARGE))
                .hasMessageContaining("any node")
                .hasMessageContaining("lisle.executor.memory");
        assertThatThrownBy(() -> require(check, 9000, 1)).hasMessageContaining("8.0 GiB");
        assertThatThrownBy(() -> require(check, 1024, 9)).hasMessageContaining("grants, 8 vcores");
        assertThatThrownBy(() -> require(check, 1024, 5))
                .hasMessageContaining("any node")
                .hasMessageContaining("4 vcores")
                .hasMessageContaining("lisle.executor.cores");
        assertThatCode(() -> require(new CapacityCheck(8192, 4, 0, 0), 8192, 4)).doesNotThrowAnyException();
    }

    private static void require(CapacityCheck check, long megabytes, int cores) {
        check.require(
                "an executor", DataSize.ofMegabytes(megabytes), "lisle.executor.memory", cores, "lisle.executor.cores");
    }

    private Path jar(String entry) throws IOException {
        Path jar = directory.resolve("job.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
        return jar;
    }
}
