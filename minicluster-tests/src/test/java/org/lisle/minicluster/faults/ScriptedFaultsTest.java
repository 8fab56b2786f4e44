package org.lisle.minicluster.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.config.LisleConf;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultInjectors;
import org.lisle.core.fault.FaultPoint;

class ScriptedFaultsTest {
    @TempDir
    Path folder;

    @Test
    void anOrderStrikesAtItsPassingAndIsWrittenDown() {
        Path log = folder.resolve("faults");
        FaultInjector faults = injector("executor-2", log, "FETCH:7/*@executor-*#2-3=FAIL", "SERVE:*@driver-1=CORRUPT");
        assertThat(faults.at(FaultPoint.FETCH, "7/0")).isEqualTo(Fault.NONE);
        assertThat(faults.at(FaultPoint.FETCH, "8/0")).isEqualTo(Fault.NONE);
        assertThat(faults.at(FaultPoint.SERVE, "7/0")).isEqualTo(Fault.NONE);
        assertThat(faults.at(FaultPoint.FETCH, "7/1").kind()).isEqualTo(Fault.Kind.FAIL);
        assertThat(faults.at(FaultPoint.FETCH, "7/2").kind()).isEqualTo(Fault.Kind.FAIL);
        assertThat(faults.at(FaultPoint.FETCH, "7/3")).isEqualTo(Fault.NONE);
        assertThat(FaultPlan.happened(log)).containsExactly("FETCH:7/1@executor-2=FAIL", "FETCH:7/2@executor-2=FAIL");
    }

    @Test
    void aDelaySaysHowLong() {
        FaultInjector faults = injector("driver-1", folder.resolve("faults"), "MESSAGE:Heartbeat#1-*=DELAY(500ms)");
        assertThat(faults.at(FaultPoint.MESSAGE, "Heartbeat"))
                .isEqualTo(new Fault(Fault.Kind.DELAY, Duration.ofMillis(500)));
    }

    @Test
    void anOrderThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> FaultPlan.settings(folder.resolve("faults"), "FETCH 3"))
                .hasMessageContaining("FETCH 3");
    }

    private static FaultInjector injector(String process, Path log, String... orders) {
        Map<String, String> settings = FaultPlan.settings(log, orders);
        return FaultInjectors.of(LisleConf.of(settings), process, ScriptedFaultsTest.class.getClassLoader());
    }
}
