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
    @ValueSource(ints = {-104, -103, 52, 3})
    void aProcessThatLackedMemoryGetsALargerContainerNextTime(int status) {
        ContainerExit exit = ContainerExit.of(status, "", SIZE);

        assertThat(exit.tooSmall()).isTrue();
        assertThat(exit.reason()).contains("512.0 MiB", "lisle.executor.memory");
    }

    @Test
    void onlyAKilledProcessMayHaveLackedMemoryWithoutAWordOfIt() {
        assertThat(ContainerExit.of(137, "", SIZE).killed()).isTrue();
        assertThat(ContainerExit.of(143, "", SIZE).killed()).isFalse();
        assertThat(ContainerExit.of(137, "", SIZE).tooSmall()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {134, 139})
    void theHeadOfACrashReportIsTold(int status) {
        String diagnostics =
                "Exception from container-launch.\nLast 4096 bytes of stderr :\nsome log\n# A fatal error has been"
                        + " detected by the Java Runtime Environment:\n#\n#  SIGSEGV (0xb)\n# C  [libx.so+0x1] broken";

        assertThat(ContainerExit.of(status, diagnostics, SIZE).reason())
                .contains("hs_err_pid", "SIGSEGV (0xb)", "libx.so")
                .doesNotContain("some log");
    }

    @Test
    void theHeadOfACrashReportIsToldWhateverFollowsIt() {
        String report = "# A fatal error has been detected by the Java Runtime Environment:\n#\n#  SIGSEGV (0xb)\n";
        String stack = "at frame\n".repeat(500);

        assertThat(ContainerExit.of(134, "Shell output:\n#\n" + report + stack + report + stack, SIZE)
                        .reason())
                .contains(": # A fatal error has been detected")
                .containsOnlyOnce("SIGSEGV (0xb)")
                .endsWith("...")
                .hasSizeLessThan(4200);
    }

    @Test
    void everyStatusHasOneRow() {
        assertThat(java.util.Arrays.stream(
                                new int[] {-1000, -109, -108, -107, -106, -105, -104, -103, -102, -101, -100})
                        .mapToObj(ExitMeaning::of))
                .doesNotHaveDuplicates()
                .doesNotContain(ExitMeaning.OTHER);
        assertThat(ContainerExit.of(77, "", SIZE).reason()).contains("77");
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, -101, -102, -105, -106, -107, -108, 154})
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
