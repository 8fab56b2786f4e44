package org.lisle.yarn.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.yarn.api.records.Resource;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.CustomResource;
import org.lisle.core.resource.ExecutorProfile;

class ContainersTest {
    private static ExecutorProfile profile(CustomResource... resources) {
        return new ExecutorProfile("large", 4, 2048, 512, 1, List.of(resources));
    }

    @Test
    void aContainerHasTheMemoryOutsideOfTheHeapBesides() {
        assertThat(Containers.sizeOf(profile())).isEqualTo(Resource.newInstance(2560, 4));
        assertThat(Containers.withMegabytes(Containers.sizeOf(profile()), 4096))
                .isEqualTo(Resource.newInstance(4096, 4));
    }

    @Test
    void whatIsAboveTheLargestContainerInOneResourceDoesNotFit() {
        Resource size = Containers.sizeOf(profile());

        assertThat(Containers.fits(size, Resource.newInstance(2560, 4))).isTrue();
        assertThat(Containers.fits(size, Resource.newInstance(2559, 4))).isFalse();
        assertThat(Containers.fits(size, Resource.newInstance(8192, 3))).isFalse();
    }

    @Test
    void aResourceThatTheClusterDoesNotHaveIsNamedAsYarnCallsIt() {
        assertThatThrownBy(() -> Containers.sizeOf(profile(new CustomResource("gpu", 1, 1, ""))))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTOR_TOO_LARGE))
                .hasMessageContaining("the cluster has no resource yarn.io/gpu: it has memory-mb, vcores");
    }
}
