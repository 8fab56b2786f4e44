package org.lisle.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.resource.CustomResource;
import org.lisle.executor.task.ResourceUnits;

class ResourceDiscoveryTest {
    @TempDir
    Path folder;

    private CustomResource gpus(int amount, String script) throws IOException {
        Path file = Files.writeString(folder.resolve("gpus.sh"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new CustomResource("gpu", amount, 1, file.toString());
    }

    @Test
    void addressesAreWhatTheScriptPrintsAsManyAsWereAskedFor() throws Exception {
        CustomResource two = gpus(2, "echo '{\"name\": \"gpu\", \"addresses\": [\"3\", \"5\", \"7\"]}'");

        assertThat(ResourceDiscovery.units(List.of(two, new CustomResource("fpga", 1, 0, ""))))
                .containsExactly(
                        new ResourceUnits("gpu", 1, List.of("3", "5")), new ResourceUnits("fpga", 0, List.of()));
    }

    @Test
    void aScriptThatFailsOrTellsSomethingElseIsNamed() {
        assertThatThrownBy(() -> ResourceDiscovery.units(List.of(gpus(1, "echo no driver; exit 3"))))
                .hasMessageContaining("gpus.sh for the addresses of gpu ended with 3: no driver")
                .hasMessageContaining("lisle.executor.resource.gpu.discoveryScript");
        assertThatThrownBy(() -> ResourceDiscovery.units(List.of(gpus(1, "echo 0,1"))))
                .hasMessageContaining("printed no {\"name\": ..., \"addresses\": [...]}: 0,1");
        assertThatThrownBy(() -> ResourceDiscovery.units(
                        List.of(gpus(1, "echo '{\"name\": \"fpga\", \"addresses\": [\"0\"]}'"))))
                .hasMessageContaining("told of another resource");
        assertThatThrownBy(() -> ResourceDiscovery.units(
                        List.of(gpus(2, "echo '{\"name\": \"gpu\", \"addresses\": [\"0\", \"0\"]}'"))))
                .hasMessageContaining("told 1 addresses, and the executor was given 2");
        assertThatThrownBy(() -> ResourceDiscovery.units(List.of(new CustomResource("gpu", 1, 1, "/no/such/script"))))
                .hasMessageContaining("cannot be run");
    }
}
