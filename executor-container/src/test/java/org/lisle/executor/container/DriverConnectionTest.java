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
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.DriverAddress;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.hdfs.address.DriverAddresses;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;

/** An executor's connection to a driver that speaks before it answers, dies, and is replaced. */
@SuppressWarnings("NullAway") // what is missing fails the test anyway
class DriverConnectionTest {
    private static final TransportSecret SECRET = TransportSecret.generate();
    private static final String HOST = "127.0.0.1";
    private static final DriverAddresses.Found NOTHING = new DriverAddresses.Found(false, null);

    private final Transport driverEnd = Transports.start(TransportConfig.defaults(), SECRET, "driver");
    private final Transport secondDriverEnd = Transports.start(TransportConfig.defaults(), SECRET, "second driver");
    private final Transport executorEnd = Transports.start(TransportConfig.defaults(), SECRET, "executor 1");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HastyDriver driver = new HastyDriver(1);
    private final Heard heard = new Heard();
    private final AtomicReference<DriverAddresses.Found> published = new AtomicReference<>(NOTHING);

    @AfterEach
    void close() {
        executorEnd.close();
        driverEnd.close();
        secondDriverEnd.close();
        timer.shutdownNow();
    }

    private DriverConnection connection(int port, Duration patience) {
        var target = new DriverConnection.Target(new DriverAddress(HOST, port, 1), patience, epoch -> published.get());
        return new DriverConnection(executorEnd, target, timer);
    }

    private int listen(Transport end, HastyDriver as) {
        return end.listen(new InetSocketAddress(HOST, 0), as).getPort();
    }

    @Test
    void commandsThatArriveBeforeTheAnswerToTheRegistrationAreHandledAfterItAndInOrder() {
        int port = listen(driverEnd, driver);
        try (DriverConnection connection = connection(port, Duration.ofSeconds(20))) {
            connection.start(heard);
            await().until(() -> driver.unanswered.size() == 1);
            await().during(Duration.ofMillis(200)).until(heard.news::isEmpty);

            driver.answerAll();
            await().untilAsserted(() ->
                    assertThat(heard.news).containsExactly("registered with 1, again: false", "kill 1", "kill 2"));

            driver.connections.remove().close();
            await().until(() -> driver.unanswered.size() == 1);
            driver.answerAll();

            await().untilAsserted(() -> assertThat(heard.news)
                    .containsExactly(
                            "registered with 1, again: false",
                            "kill 1",
                            "kill 2",
                            "registered with 1, again: true",
                            "kill 1",
                            "kill 2"));
            assertThat(driver.registrations).allMatch(registration -> !registration.equals("whole"));
        }
    }

    @Test
    void theDriverThatReplacesADeadOneIsFoundAndToldAllThatTheExecutorHolds() {
        int port = listen(driverEnd, driver);
        try (DriverConnection connection = connection(port, Duration.ofSeconds(60))) {
            connection.start(heard);
            await().until(() -> driver.unanswered.size() == 1);
            driver.answerAll();
            await().until(() -> heard.news.size() == 3);

            driverEnd.close();
            assertThat(connection.request(new KillTasks(1, List.of(), "")).toCompletableFuture())
                    .as("no answer while there is no driver")
                    .failsWithin(Duration.ofSeconds(10));
            HastyDriver second = new HastyDriver(2);
            int secondPort = listen(secondDriverEnd, second);
            published.set(new DriverAddresses.Found(false, new DriverAddress(HOST, secondPort, 2)));
            await().atMost(Duration.ofSeconds(30)).until(() -> second.unanswered.size() == 1);
            second.answerAll();

            await().untilAsserted(() -> assertThat(heard.news).contains("registered with 2, again: true"));
            assertThat(driver.registrations).containsExactly("short");
            assertThat(second.registrations).containsExactly("whole");
            assertThat(heard.news).doesNotContain("lost");
        }
    }

    @Test
    void anAnswerOfADriverThatWasReplacedIsNoRegistration() {
        int port = listen(driverEnd, driver);
        heard.epoch = 2;
        try (DriverConnection connection = connection(port, Duration.ofSeconds(60))) {
            connection.start(heard);
            await().until(() -> driver.unanswered.size() == 1);

            driver.answerAll();

            await().until(() -> driver.connections.size() >= 2);
            assertThat(heard.news).isEmpty();
        }
    }

    @Test
    void anExecutorEndsSoonWhenTheApplicationHasEndedMeanwhile() {
        int port = listen(driverEnd, driver);
        try (DriverConnection connection = connection(port, Duration.ofMinutes(5))) {
            connection.start(heard);
            await().until(() -> driver.unanswered.size() == 1);
            driver.answerAll();
            await().until(() -> heard.news.size() == 3);
            published.set(new DriverAddresses.Found(true, null));

            driverEnd.close();

            await().atMost(Duration.ofSeconds(10)).until(() -> heard.news.contains("lost"));
        }
    }

    @Test
    void anExecutorEndsAtOnceWhenADriverDoesNotWantIt() {
        int port = listen(driverEnd, driver);
        try (DriverConnection connection = connection(port, Duration.ofMinutes(5))) {
            connection.start(heard);
            await().until(() -> driver.unanswered.size() == 1);

            driver.unanswered
                    .remove()
                    .completeExceptionally(new LisleException(ErrorCode.EXECUTOR_LOST, "it was given back", ""));

            await().atMost(Duration.ofSeconds(10)).until(() -> heard.news.contains("lost"));
        }
    }

    @Test
    void anExecutorWhosePatienceIsOverEnds() {
        int port = listen(driverEnd, driver);
        driverEnd.close();
        try (DriverConnection connection = connection(port, Duration.ofMillis(600))) {
            connection.start(heard);

            await().atMost(Duration.ofSeconds(10)).until(() -> heard.news.contains("lost"));
        }
    }

    @Test
    void waitsGrowWithTheTimeAwayAndHaveAnEnd() {
        assertThat(DriverConnection.waitMillis(0)).isEqualTo(250);
        assertThat(DriverConnection.waitMillis(8000)).isEqualTo(1000);
        assertThat(DriverConnection.waitMillis(300_000)).isEqualTo(5000);
    }

    /** Sends commands at a registration, and answers it when told to. */
    private static final class HastyDriver implements ConnectionHandler {
        private final int epoch;
        private final ConcurrentLinkedQueue<CompletableFuture<SpecificRecord>> unanswered =
                new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Connection> connections = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> registrations = new ConcurrentLinkedQueue<>();

        HastyDriver(int epoch) {
            this.epoch = epoch;
        }

        void answerAll() {
            for (var answer = unanswered.poll(); answer != null; answer = unanswered.poll()) {
                answer.complete(new RegisteredExecutor(epoch, Map.of(), 1000L));
            }
        }

        @Override
        public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
            if (message instanceof RegisterExecutor registration) {
                registrations.add(registration.getContainer());
            }
            connection.send(new KillTasks(epoch, List.of(1L), ""));
            connection.send(new KillTasks(epoch, List.of(2L), ""));
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

    /** The registration's container says whether it was to be whole. */
    private static final class Heard implements DriverConnection.Listener {
        private final ConcurrentLinkedQueue<String> news = new ConcurrentLinkedQueue<>();
        private volatile int epoch = 1;

        @Override
        public RegisterExecutor registration(boolean newDriver) {
            return new RegisterExecutor(
                    "1",
                    epoch,
                    HOST,
                    1,
                    1,
                    1L,
                    1L,
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    newDriver ? "whole" : "short",
                    "");
        }

        @Override
        public void registered(RegisteredExecutor answer, boolean again) {
            news.add("registered with " + answer.getEpoch() + ", again: " + again);
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
