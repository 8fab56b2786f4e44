package org.lisle.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;

/** An executor's connection to a driver that speaks before it answers. */
class DriverConnectionTest {
    private static final TransportSecret SECRET = TransportSecret.generate();
    private static final String HOST = "127.0.0.1";

    private final Transport driverEnd = Transports.start(TransportConfig.defaults(), SECRET, "driver");
    private final Transport executorEnd = Transports.start(TransportConfig.defaults(), SECRET, "executor 1");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HastyDriver driver = new HastyDriver();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        executorEnd.close();
        driverEnd.close();
        timer.shutdownNow();
    }

    @Test
    void commandsThatArriveBeforeTheAnswerToTheRegistrationAreHandledAfterItAndInOrder() {
        int port = driverEnd.listen(new InetSocketAddress(HOST, 0), driver).getPort();
        try (DriverConnection connection = new DriverConnection(
                executorEnd, new DriverConnection.Target(HOST, port, Duration.ofSeconds(20)), timer)) {
            connection.start(heard);
            await().until(() -> driver.unanswered.size() == 1);
            await().during(Duration.ofMillis(200)).until(heard.news::isEmpty);

            driver.answerAll();
            await().untilAsserted(() ->
                    assertThat(heard.news).containsExactly("registered, again: false", "kill 1", "kill 2"));

            driver.connections.remove().close();
            await().until(() -> driver.unanswered.size() == 1);
            driver.answerAll();

            await().untilAsserted(() -> assertThat(heard.news)
                    .containsExactly(
                            "registered, again: false",
                            "kill 1",
                            "kill 2",
                            "registered, again: true",
                            "kill 1",
                            "kill 2"));
        }
    }

    /** Sends commands at a registration, and answers it when told to. */
    private static final class HastyDriver implements ConnectionHandler {
        private final ConcurrentLinkedQueue<CompletableFuture<SpecificRecord>> unanswered =
                new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Connection> connections = new ConcurrentLinkedQueue<>();

        void answerAll() {
            for (var answer = unanswered.poll(); answer != null; answer = unanswered.poll()) {
                answer.complete(new RegisteredExecutor(1, Map.of(), 1000L));
            }
        }

        @Override
        public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
            connection.send(new KillTasks(1, List.of(1L), ""));
            connection.send(new KillTasks(1, List.of(2L), ""));
            connections.add(connection);
            CompletableFuture<SpecificRecord> answer = new CompletableFuture<>();
            unanswered.add(answer);
            return answer;
        }

        @Override
        public void message(Connection connection, SpecificRecord message) {}

        @Override
        public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
            return CompletableFuture.completedFuture(new BulkSource(List.of()));
        }
    }

    private static final class Heard implements DriverConnection.Listener {
        private final ConcurrentLinkedQueue<String> news = new ConcurrentLinkedQueue<>();

        @Override
        public RegisterExecutor registration() {
            return new RegisterExecutor(
                    "1", 1, HOST, 1, 1, 1L, 1L, "", List.of(), List.of(), List.of(), List.of(), List.of());
        }

        @Override
        public void registered(RegisteredExecutor answer, boolean again) {
            news.add("registered, again: " + again);
        }

        @Override
        public void message(SpecificRecord message) {
            news.add("kill " + ((KillTasks) message).getTaskIds().get(0));
        }

        @Override
        public void lost(LisleException reason) {
            news.add("lost");
        }
    }
}
