package org.lisle.hdfs.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.HadoopFileService;

class FileErrorsTest {
    @Test
    void aNameNodeThatIsNotThereIsNamedWithItsUri() {
        LisleException refused = FileErrors.translate(
                "hdfs://master:8020/in", new IOException("call failed", new ConnectException("Connection refused")));
        assertThat(refused.code()).isEqualTo(ErrorCode.FILE_SYSTEM);
        assertThat(refused).hasMessageContaining("hdfs://master:8020/in").hasMessageContaining("cannot be reached");
    }

    @Test
    void aHostThatHadoopDoesNotKnowIsNoMistakeOfThePath() {
        assertThatThrownBy(() -> FileErrors.guard("hdfs://nohost/in", () -> {
                    throw new IllegalArgumentException(new UnknownHostException("nohost"));
                }))
                .hasMessageContaining("hdfs://nohost/in")
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_SYSTEM));
    }

    @Test
    void aMissingPermissionIsNamed() {
        LisleException denied =
                FileErrors.translate("/secret", new AccessControlException("Permission denied: user=x"));
        assertThat(denied.code()).isEqualTo(ErrorCode.FILE_SYSTEM);
        assertThat(denied).hasMessageContaining("no permission for /secret").hasMessageContaining("user=x");
    }

    @Test
    void aSchemeThatNobodyServesIsTheUsersMistake() {
        assertThatThrownBy(() -> new HadoopFileService()
                        .text("nosuch://host/in", Map.of())
                        .splits(1))
                .hasMessageContaining("nosuch://host/in")
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void aPathThatIsNoneIsTheUsersMistake() {
        assertThatThrownBy(() -> new HadoopFileService().text(" , ", Map.of()).splits(1))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThatThrownBy(() -> new HadoopFileService().text("::/x", Map.of()).splits(1))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
