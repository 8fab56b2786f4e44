package org.lisle.core.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.CustomResource;

class ExecutorEnvironmentTest {
    private static final ExecutorEnvironment ENVIRONMENT = new ExecutorEnvironment(
            "7",
            "application_1_0002",
            1,
            "node1",
            4711,
            "node2",
            4,
            1L << 33,
            1L << 34,
            "http://node2:8042/logs",
            List.of("job.jar", "more.jar"),
            "hdfs://nn/user/a/.lisle/staging/application_1_0002",
            "2 cores, 1024 MiB, 2 gpu for tasks of 1 cpu, 0.5 gpu",
            List.of(new CustomResource("gpu", 2, 0.5, "/opt/gpus.sh"), new CustomResource("yarn.io/fpga", 1, 0, "")));

    @Test
    void readsBackWhatItWrote() {
        assertThat(ExecutorEnvironment.parse(ENVIRONMENT.toVariables())).isEqualTo(ENVIRONMENT);
    }

    @Test
    void namesTheVariableThatIsMissingOrNoNumber() {
        Map<String, String> missing = new TreeMap<>(ENVIRONMENT.toVariables());
        missing.remove("LISLE_DRIVER_HOST");
        assertThatThrownBy(() -> ExecutorEnvironment.parse(missing))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("LISLE_DRIVER_HOST");

        Map<String, String> wrong = new TreeMap<>(ENVIRONMENT.toVariables());
        wrong.put("LISLE_SLOTS", "many");
        assertThatThrownBy(() -> ExecutorEnvironment.parse(wrong)).hasMessageContaining("LISLE_SLOTS");
    }

    @Test
    void splitsYarnsLocalDirectories() {
        assertThat(ExecutorEnvironment.localDirectories(Map.of("LOCAL_DIRS", "/a/app,/b/app")))
                .containsExactly("/a/app", "/b/app");
    }
}
