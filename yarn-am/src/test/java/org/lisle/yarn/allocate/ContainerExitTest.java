package org.lisle.yarn.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.core.unit.DataSize;

class ContainerExitTest {
    private static final DataSize SIZE = DataSize.ofMegabytes(512);

    @Test
    void aContainerKilledForItsMemoryNamesTheSettingToRaise() {
        ContainerExit exit = ContainerExit.of(-104, "", SIZE);

        assertThat(exit.countsAsFailure()).isTrue();
        assertThat(exit.reason()).contains("512.0 MiB", "lisle.executor.memory");
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, -101, -102, -105, -106, -107, -108})
    void whatTheClusterTakesIsNobodysFailure(int status) {
        assertThat(ContainerExit.of(status, "", SIZE).countsAsFailure()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 134, 137, 143, -103, -104, -109})
    void whatTheProcessDidIsAFailure(int status) {
        assertThat(ContainerExit.of(status, "", SIZE).countsAsFailure()).isTrue();
    }

    @Test
    void aJavaThatIsTooOldIsNamedAsTheCause() {
        assertThat(ContainerExit.of(1, "stderr: Unrecognized option: --add-opens=java.base", SIZE)
                        .reason())
                .contains("lisle.yarn.java.home");
    }

    @Test
    void theEndOfTheDiagnosticsIsKept() {
        assertThat(ContainerExit.of(1, "x".repeat(5000) + "the cause", SIZE).reason())
                .endsWith("the cause")
                .hasSizeLessThan(1500);
    }
}
