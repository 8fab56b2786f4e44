package org.lisle.executor.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lisle.api.resource.ResourceInformation;

class TaskResourcesTest {
    private static Map<String, ResourceInformation> gpus(String... addresses) {
        return Map.of("gpu", new ResourceInformation("gpu", List.of(addresses)));
    }

    private static TaskResources of(double perTask, String... addresses) {
        return new TaskResources(List.of(new ResourceUnits("gpu", perTask, List.of(addresses))));
    }

    @Test
    void noTwoTasksHaveTheSameUnit() {
        TaskResources resources = of(2, "0", "1", "2", "3", "4");

        Map<String, ResourceInformation> first = resources.take();
        assertThat(first).isEqualTo(gpus("0", "1"));
        assertThat(resources.take()).isEqualTo(gpus("2", "3"));
        assertThatThrownBy(resources::take).isInstanceOf(IllegalStateException.class);
        resources.giveBack(first);
        assertThat(resources.take()).isEqualTo(gpus("0", "1"));
    }

    @Test
    void asManyTasksShareAUnitAsItHasParts() {
        TaskResources resources = of(0.4, "0", "1");

        assertThat(List.of(resources.take(), resources.take(), resources.take(), resources.take()))
                .containsExactly(gpus("0"), gpus("0"), gpus("1"), gpus("1"));
        assertThatThrownBy(resources::take).isInstanceOf(IllegalStateException.class);
        resources.giveBack(gpus("0"));
        assertThat(resources.take()).isEqualTo(gpus("0"));
    }

    @Test
    void unitsWithoutAddressesAreNamedAndThoseThatNoTaskTakesAreNot() {
        assertThat(of(1).take()).isEqualTo(gpus());
        assertThat(of(0, "0").take()).isEmpty();
    }
}
