package org.lisle.yarn.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lisle.core.error.ErrorCode;

class ExitStatusTest {
    @ParameterizedTest
    @CsvSource({
        "USER_CODE_FAILED, 1",
        "OUTPUT_EXISTS, 1",
        "SYSTEM_EXIT, 1",
        "USAGE, 2",
        "INVALID_SETTING, 2",
        "QUEUE_UNKNOWN, 2",
        "EXECUTOR_TOO_LARGE, 3",
        "NO_EXECUTORS, 3",
        "CLUSTER_UNREACHABLE, 4",
        "APPLICATION_FAILED, 4",
        "INTERNAL_ERROR, 4"
    })
    void everyErrorHasTheExitCodeThatSchedulersAreTold(ErrorCode code, int status) {
        assertThat(ExitStatus.of(code)).isEqualTo(status);
    }
}
