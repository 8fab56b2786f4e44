package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class ReachabilityTest {
    @Test
    void aClusterWhereNobodyListensIsNamedByHostAndPort() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Configuration hadoop = new Configuration(false);
        hadoop.set("yarn.resourcemanager.address", "127.0.0.1:" + port);

        assertThatThrownBy(() -> YarnCluster.connect(LisleConf.empty(), hadoop))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLUSTER_UNREACHABLE))
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("HADOOP_CONF_DIR");
        assertThatThrownBy(() -> new Reachability(hadoop, Duration.ofSeconds(2))
                        .requireFileSystem(URI.create("hdfs://127.0.0.1:" + port)))
                .hasMessageContaining("NameNode")
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void aClusterThatAcceptsAndNeverAnswersIsGivenUpInTime() {
        Reachability reachability = new Reachability(new Configuration(false), Duration.ofMillis(100));
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> reachability.within("answer", () -> {
                    never.await();
                    return "";
                }))
                .hasMessageContaining("to answer");
        never.countDown();
    }

    @Test
    void whatACallThrowsIsThrownOn() {
        Reachability reachability = new Reachability(new Configuration(false), Duration.ofSeconds(5));

        assertThatThrownBy(() -> reachability.within("answer", () -> {
                    throw new IOException("as it was");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("as it was");
    }
}
