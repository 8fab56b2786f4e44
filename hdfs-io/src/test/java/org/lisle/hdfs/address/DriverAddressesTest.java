package org.lisle.hdfs.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.DriverAddress;

class DriverAddressesTest {
    @TempDir
    Path staging;

    private DriverAddresses addresses;

    @BeforeEach
    void make() {
        addresses = new DriverAddresses(staging.toUri().toString(), new Configuration());
    }

    @Test
    void theNewestDriverIsFoundByTheEpochOfItsFile() {
        addresses.publish(new DriverAddress("a", 1, 1));
        addresses.publish(new DriverAddress("k", 10, 10));
        addresses.publish(new DriverAddress("b", 2, 2));

        assertThat(addresses.newerThan(1).newer()).isEqualTo(new DriverAddress("k", 10, 10));
        assertThat(addresses.newerThan(10)).isEqualTo(new DriverAddresses.Found(false, null));
    }

    @Test
    void whatIsBeingWrittenIsNotSeen() throws IOException {
        addresses.publish(new DriverAddress("a", 1, 1));
        Files.writeString(staging.resolve("drivers").resolve(".attempt-2"), "half");

        assertThat(addresses.newerThan(1).newer()).isNull();
        try (Stream<Path> files = Files.list(staging.resolve("drivers"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("attempt-1");
        }
    }

    @Test
    void aDirectoryThatIsGoneMeansThatTheApplicationHasEnded() {
        addresses.publish(new DriverAddress("a", 1, 1));
        FileUtil.fullyDelete(staging.toFile());

        assertThat(addresses.newerThan(1).ended()).isTrue();
    }

    @Test
    void aDamagedFileIsAnErrorAndNoAddress() throws IOException {
        addresses.publish(new DriverAddress("a", 1, 1));
        Files.writeString(staging.resolve("drivers").resolve("attempt-2"), "no port");

        assertThatThrownBy(() -> addresses.newerThan(1))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("drivers");
    }
}
