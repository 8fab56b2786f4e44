package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lisle.minicluster.jobs.OwnExecutors;

/** A stage of a resource profile runs on executors of its own; the program itself compares their containers' sizes with what YARN says. */
@Tag("soak")
@ExtendWith(LisleClusterExtension.class)
@Timeout(180)
class ResourceProfileTest {
    @Test
    void aStageOfAProfileRunsInContainersOfItsSizeAndWhatYarnNeverGrantsFailsAtOnce(LisleCluster cluster) {
        LisleCluster.Run run =
                cluster.submit(OwnExecutors.class, Map.of("lisle.dynamicAllocation.initialExecutors", "1"));

        assertThat(run.exitCode()).as(run.errors() + run.logs()).isZero();
    }
}
