package org.lisle.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class EndingTest {
    private static final LisleException LOST =
            new LisleException(ErrorCode.CLUSTER_UNREACHABLE, "the ResourceManager is gone", "");

    @Test
    void whoMayBeFollowedByAnotherAttemptHasNoWordAboutTheEndOfTheApplication() {
        assertThat(List.of(Ending.terminated(), Ending.replaced(2), Ending.disowned(LOST)))
                .allSatisfy(ending -> {
                    assertThat(ending.report()).isFalse();
                    assertThat(ending.success()).isFalse();
                });
    }

    @Test
    void whatTheProgramDidIsTheEndOfTheApplication() {
        assertThat(List.of(Ending.succeeded(""), Ending.failed(LOST), Ending.exited(0, ""), Ending.exited(3, "")))
                .allMatch(Ending::report);
    }
}
