package org.lisle.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;

class ErrorsOfTheMainThreadTest {
    @Test
    void anErrorInTheStartEndsTheApplicationAsFailedAndIsTold() {
        var end = new EndOfApplication();

        end.onFailureOf(() -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });

        Ending ending = end.await();
        assertThat(ending.success()).isFalse();
        assertThat(ending.report()).isTrue();
        assertThat(ending.diagnostics().message()).contains("org/example/Missing");
    }

    @Test
    void aStartThatSucceedsLeavesTheEndOpen() {
        var end = new EndOfApplication();

        end.onFailureOf(() -> {});
        end.tell(Ending.succeeded(""));

        assertThat(end.await().success()).isTrue();
    }

    @Test
    void theProcessEndsWhateverItsMainThreadDiesOf() {
        assertThat(ApplicationMaster.statusOf(() -> 0)).isZero();
        assertThat(ApplicationMaster.statusOf(() -> {
                    throw new NoClassDefFoundError("org/example/Missing");
                }))
                .isEqualTo(1);
    }

    @Test
    void lackOfMemoryIsToldAsSuch() {
        var end = new EndOfApplication();

        end.onFailureOf(() -> {
            throw new OutOfMemoryError("of the test");
        });

        assertThat(end.await().diagnostics().code()).isEqualTo(ErrorCode.MEMORY_EXHAUSTED);
    }
}
