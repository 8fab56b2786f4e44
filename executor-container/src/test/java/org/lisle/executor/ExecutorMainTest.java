package org.lisle.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.lisle.executor.container.ContainerExit;

class ExecutorMainTest {
    private static Callable<Integer> throwing(Error failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void theProcessEndsWithWhatItsRunReturns() {
        assertThat(ExecutorMain.codeOf(() -> ContainerExit.DRIVER_LOST)).isEqualTo(ContainerExit.DRIVER_LOST);
    }

    @Test
    void errorsOfTheMainThreadEndTheProcessToo() {
        assertThat(ExecutorMain.codeOf(throwing(new NoClassDefFoundError("org/example/Missing"))))
                .isEqualTo(ContainerExit.FAILED_START);
        assertThat(ExecutorMain.codeOf(throwing(new OutOfMemoryError("of the test"))))
                .isEqualTo(ContainerExit.ERROR);
        assertThat(ExecutorMain.codeOf(() -> {
                    throw new InterruptedException("of the test");
                }))
                .isEqualTo(ContainerExit.FAILED_START);
    }
}
