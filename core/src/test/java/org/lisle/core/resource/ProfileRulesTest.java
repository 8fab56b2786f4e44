package org.lisle.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lisle.api.resource.ExecutorResourceRequests;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.api.resource.ResourceProfileBuilder;
import org.lisle.api.resource.TaskResourceRequests;
import org.lisle.core.config.LisleConf;

class ProfileRulesTest {
    private static final LisleConf CONF = LisleConf.of(Map.of(
            "lisle.executor.cores", "2",
            "lisle.executor.memory", "2g",
            "lisle.executor.resource.gpu.discoveryScript", "/opt/gpus.sh"));
    private static final LisleConf FIXED = CONF.with("lisle.executor.instances", "3");

    private static ResourceProfile profile(ExecutorResourceRequests executor, TaskResourceRequests task) {
        return new ResourceProfileBuilder().require(executor).require(task).build();
    }

    private static ExecutorProfile own(ExecutorResourceRequests executor, TaskResourceRequests task) {
        return ProfileRules.onCluster(CONF).of(profile(executor, task));
    }

    @Test
    void whatAProfileDoesNotSayIsAsInTheSettings() {
        ExecutorProfile more = own(new ExecutorResourceRequests().memory("4g"), new TaskResourceRequests());

        assertThat(more.cores()).isEqualTo(2);
        assertThat(more.megabytes()).isEqualTo(4096);
        assertThat(more.slots()).isEqualTo(2);
        assertThat(more.isUsual()).isFalse();
        assertThat(ProfileRules.onCluster(CONF).of(null).isUsual()).isTrue();
        assertThat(own(new ExecutorResourceRequests().cores(2).memory("2048"), new TaskResourceRequests().cpus(1)))
                .as("a profile that asks for what the settings say")
                .isEqualTo(ExecutorProfile.usual(CONF));
    }

    @Test
    void overheadAndMemoryOutsideOfTheHeapComeBesides() {
        ExecutorProfile profile = own(
                new ExecutorResourceRequests()
                        .memory("1g")
                        .memoryOverhead("512m")
                        .offHeapMemory("256"),
                new TaskResourceRequests());

        assertThat(profile.memoryMegabytes()).isEqualTo(1024);
        assertThat(profile.outsideMegabytes()).isEqualTo(768);
        assertThat(profile.megabytes()).isEqualTo(1792);
    }

    @Test
    void slotsAreWhatTheScarcestResourceAllows() {
        var executor = new ExecutorResourceRequests().cores(8).resource("gpu", 2);
        assertThat(own(executor, new TaskResourceRequests().cpus(2)).slots()).isEqualTo(4);
        assertThat(own(executor, new TaskResourceRequests().resource("gpu", 1)).slots())
                .isEqualTo(2);
        assertThat(own(executor, new TaskResourceRequests().resource("gpu", 0.4))
                        .slots())
                .isEqualTo(4);
        assertThat(own(executor, new TaskResourceRequests().resource("gpu", 1)).resources())
                .containsExactly(new CustomResource("gpu", 2, 1, "/opt/gpus.sh"));
    }

    @Test
    void theSameRequestsAreTheSameKindOfExecutorsInAnyOrder() {
        var one = own(new ExecutorResourceRequests().cores(3).memory("3g"), new TaskResourceRequests().cpus(2));
        var other = own(new ExecutorResourceRequests().memory("3072m").cores(3), new TaskResourceRequests().cpus(2));

        assertThat(other).isEqualTo(one);
        assertThat(one.name()).isEqualTo("3 cores, 3072 MiB for tasks of 2 cpus");
    }

    @Test
    void whatNoExecutorCouldServeIsAnErrorThatSaysWhat() {
        assertThatThrownBy(() -> own(new ExecutorResourceRequests(), new TaskResourceRequests().cpus(3)))
                .hasMessageContaining("a task takes 3 cpus, and its executors have 2 cores");
        assertThatThrownBy(() -> own(new ExecutorResourceRequests(), new TaskResourceRequests().resource("gpu", 1)))
                .hasMessageContaining("its tasks take gpu, and its executors have none");
        assertThatThrownBy(() -> own(
                        new ExecutorResourceRequests().resource("gpu", 1),
                        new TaskResourceRequests().resource("gpu", 2)))
                .hasMessageContaining("a task takes 2 of gpu, and its executors have 1");
        assertThatThrownBy(() -> new TaskResourceRequests().resource("gpu", 0.7))
                .hasMessageContaining("a task cannot take 0.7 of gpu");
        assertThatThrownBy(() -> new TaskResourceRequests().cpus(0)).hasMessageContaining("0.0 of cpus");
        assertThatThrownBy(() -> new ExecutorResourceRequests().memory("much")).hasMessageContaining("'much'");
        assertThatThrownBy(() -> new ExecutorResourceRequests().cores(0)).hasMessageContaining("0 of cores");
    }

    @Test
    void withAFixedNumberOfExecutorsAProfileMaySayOfTasksAloneHowManyProcessorsTheyTake() {
        ProfileRules rules = ProfileRules.onCluster(FIXED);

        ExecutorProfile two = rules.of(profile(new ExecutorResourceRequests(), new TaskResourceRequests().cpus(2)));
        assertThat(two.isUsual()).isTrue();
        assertThat(two.slotsPerTask()).isEqualTo(2);
        assertThatThrownBy(() ->
                        rules.of(profile(new ExecutorResourceRequests().memory("4g"), new TaskResourceRequests())))
                .hasMessageContaining("memory 4.0 GiB")
                .hasMessageContaining("lisle.dynamicAllocation.enabled=true");
    }

    @Test
    void inThisProcessRequestsOfExecutorsHaveNoEffect() {
        ExecutorProfile local = ProfileRules.local(FIXED)
                .of(profile(
                        new ExecutorResourceRequests().memory("400g").resource("gpu", 8),
                        new TaskResourceRequests().cpus(2).resource("gpu", 1)));

        assertThat(local).isEqualTo(new ExecutorProfile("", 2, 2048, 0, 2, java.util.List.of()));
    }

    @Test
    void ofTwoProfilesTheLargerAmountsAreTaken() {
        ResourceProfile one =
                profile(new ExecutorResourceRequests().cores(4).memory("1g"), new TaskResourceRequests().cpus(1));
        ResourceProfile other =
                profile(new ExecutorResourceRequests().cores(2).memory("3g"), new TaskResourceRequests().cpus(2));

        assertThat(one.max(other))
                .isEqualTo(profile(
                        new ExecutorResourceRequests().cores(4).memory("3g"), new TaskResourceRequests().cpus(2)));
        assertThat(one.max(other)).hasToString("executors of cores 4, memory 3.0 GiB; tasks of cpus 2");
    }
}
