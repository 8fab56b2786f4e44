package org.lisle.yarn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.api.listener.LisleListener;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Ack;
import org.lisle.core.message.FetchBlock;
import org.lisle.core.message.Heartbeat;
import org.lisle.core.message.HeartbeatAck;
import org.lisle.core.message.KillTasks;
import org.lisle.core.message.RegisterExecutor;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.core.message.Shutdown;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.DriverServices;
import org.lisle.dag.driver.ExecutorGateway;
import org.lisle.transport.BulkReceiver;
import org.lisle.transport.BulkSource;
import org.lisle.transport.Connection;
import org.lisle.transport.ConnectionHandler;
import org.lisle.transport.Transport;
import org.lisle.transport.TransportConfig;
import org.lisle.transport.TransportSecret;
import org.lisle.transport.Transports;

/** The driver's end and executors' ends over real connections. */
class ControlPlaneTest {
    private static final TransportSecret SECRET = TransportSecret.generate();

    private final Transport driverEnd = Transports.start(TransportConfig.defaults(), SECRET, "driver");
    private final Transport executorEnd = Transports.start(TransportConfig.defaults(), SECRET, "executor 1");
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Services services = new Services();
    private final Events events = new Events();
    private final Orders orders = new Orders();
    private ControlPlane control;
    private int port;

    @BeforeEach
    void listen() {
        control = new ControlPlane(services, LisleConf.empty(), 1, Duration.ofMillis(200), timer, events);
        port = driverEnd.listen(new InetSocketAddress("127.0.0.1", 0), control).getPort();
    }

    @AfterEach
    void close() {
        executorEnd.close();
        driverEnd.close();
        timer.shutdownNow();
    }

    @Test
    void anExecutorThatRegistersIsToldItsSettingsAndGetsTheDriversCommands() {
        Connection connection = connect();

        SpecificRecord answer = connection.request(registration("1", 1)).join();
        Objects.requireNonNull(services.gateways.get("1")).send(new KillTasks(1, List.of(7L), "not needed"));

        assertThat(answer).isInstanceOfSatisfying(RegisteredExecutor.class, registered -> assertThat(
                        registered.getHeartbeatMillis())
                .isEqualTo(2000));
        await().untilAsserted(
                        () -> assertThat(orders.received).hasSize(1).first().isInstanceOf(KillTasks.class));
        assertThat(events.registered).containsExactly("1");
    }

    @Test
    void requestsGoToTheDriversServices() {
        Heartbeat heartbeat = new Heartbeat("1", 1, List.of(), 0L, 0L, 0L, 0L, "");

        assertThat(connect().request(heartbeat).join()).isInstanceOf(HeartbeatAck.class);
    }

    @Test
    void anExecutorThatHasSeenANewerDriverIsRefusedAndThisDriverLearnsThatItIsReplaced() {
        assertThatThrownBy(() -> connect().request(registration("1", 2)).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_EPOCH));
        assertThat(events.registered).isEmpty();
        assertThat(events.superseded).containsExactly(2);
    }

    @Test
    void anExecutorLeftByAnEarlierDriverIsTakenOverAndLearnsTheNewEpoch() {
        ControlPlane second = new ControlPlane(services, LisleConf.empty(), 2, Duration.ofMillis(200), timer, events);
        port = driverEnd.listen(new InetSocketAddress("127.0.0.1", 0), second).getPort();

        SpecificRecord answer = connect().request(registration("1", 1)).join();

        assertThat(((RegisteredExecutor) answer).getEpoch()).isEqualTo(2);
        assertThat(events.registered).containsExactly("1");
        assertThat(events.superseded).isEmpty();
    }

    @Test
    void anExecutorWhoseContainerWasGivenBackIsRefusedAndNothingIsSentToIt() {
        events.mayRegister = new CompletableFuture<>();
        CompletableFuture<SpecificRecord> answer = connect().request(registration("1", 1));
        await().untilAsserted(() -> assertThat(events.registered).containsExactly("1"));
        assertThat(services.gateways).as("before it is known whether it may").isEmpty();

        events.mayRegister.complete(false);

        assertThatThrownBy(answer::join).cause().isInstanceOfSatisfying(LisleException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.EXECUTOR_LOST));
        assertThat(services.gateways).isEmpty();
    }

    @Test
    void anExecutorThatIsGoneBeforeItIsKnownWhetherItMayRegisterIsNotAdded() {
        events.mayRegister = new CompletableFuture<>();
        Connection connection = connect();
        CompletableFuture<SpecificRecord> answer = connection.request(registration("1", 1));
        await().untilAsserted(() -> assertThat(events.registered).containsExactly("1"));

        connection.close();
        await().untilAsserted(() -> assertThat(events.unreachable).containsExactly("1"));
        events.mayRegister.complete(true);

        assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class);
        assertThat(services.gateways).isEmpty();
    }

    @Test
    void aDriverThatEndsTakesNoExecutors() {
        control.shutDownExecutors("done", false);

        assertThatThrownBy(() -> connect().request(registration("1", 1)).join())
                .cause()
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTEXT_CLOSED));
    }

    @Test
    void anExecutorThatStaysAwayIsUnreachableAndOneThatComesBackIsNot() {
        Connection first = connect();
        first.request(registration("1", 1)).join();
        first.close();
        connect().request(registration("1", 1)).join();
        Connection other = connect();
        other.request(registration("2", 1)).join();
        other.close();

        await().atMost(10, TimeUnit.SECONDS).until(() -> events.unreachable.contains("2"));
        assertThat(events.unreachable).containsExactly("2");
    }

    @Test
    void theLossOfAForgottenExecutorIsNoNews() {
        Connection connection = connect();
        connection.request(registration("1", 1)).join();

        control.forget("1");

        await().until(() -> !connection.isOpen());
        await().during(Duration.ofMillis(400)).until(events.unreachable::isEmpty);
    }

    @Test
    void allExecutorsAreToldToEnd() {
        connect().request(registration("1", 1)).join();

        control.shutDownExecutors("done", false);

        await().untilAsserted(
                        () -> assertThat(orders.received).hasSize(1).first().isInstanceOf(Shutdown.class));
    }

    @Test
    void blocksOfTheDriverAreFetchedWholeAndMissingOnesFailWithTheirCode() {
        byte[] block = "x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8);
        services.blocks.put("broadcast_1_0", block);
        TransportBlockFetcher fetcher = new TransportBlockFetcher(executorEnd);

        assertThat(fetcher.fetch("driver", "127.0.0.1", port, "broadcast_1_0")
                        .toCompletableFuture()
                        .join())
                .isEqualTo(block);
        assertThatThrownBy(() -> fetcher.fetch("driver", "127.0.0.1", port, "broadcast_9_9")
                        .toCompletableFuture()
                        .join())
                .hasRootCauseInstanceOf(LisleException.class)
                .hasMessageContaining("broadcast_9_9");
    }

    @Test
    void piecesThatReachPastTheEndOfABlockAreCutAtItsLength() {
        byte[] block = "0123456789".getBytes(StandardCharsets.UTF_8);
        services.blocks.put("broadcast_1_0", block);

        assertThat(piece(0, 4 << 20)).isEqualTo("0123456789");
        assertThat(piece(7, 4)).isEqualTo("789");
        assertThat(piece(2, 3)).isEqualTo("234");
        assertThat(piece(10, 4)).isEmpty();
        assertThat(piece(99, 4)).isEmpty();
        assertThat(piece(4, -1)).isEqualTo("456789");
        assertThatThrownBy(() -> piece(-1, 4)).hasRootCauseInstanceOf(LisleException.class);
    }

    @Test
    void anExecutorThatDisconnectedAndIsThenForgottenIsNoNews() {
        timer.setRemoveOnCancelPolicy(true);
        ControlPlane patient = new ControlPlane(services, LisleConf.empty(), 1, Duration.ofHours(1), timer, events);
        port = driverEnd.listen(new InetSocketAddress("127.0.0.1", 0), patient).getPort();
        Connection connection = connect();
        connection.request(registration("1", 1)).join();
        connection.close();
        await().until(() -> timer.getQueue().size() == 1);

        patient.forget("1");

        assertThat(timer.getQueue()).as("nothing is waited for any more").isEmpty();
    }

    @Test
    void theDriverWaitsForADisconnectedExecutorAsLongAsItTriesButNotForMinutes() {
        assertThat(ControlPlane.graceOf(LisleConf.empty())).isEqualTo(Duration.ofSeconds(25));
        assertThat(ControlPlane.graceOf(LisleConf.of(Map.of("lisle.executor.driver.timeout", "3s"))))
                .isEqualTo(Duration.ofSeconds(8));
    }

    private String piece(long offset, long length) {
        Piece piece = new Piece();
        connect().fetch(new FetchBlock("broadcast_1_0", offset, length), piece);
        return piece.text.join();
    }

    /** The bytes of an answer as text. */
    private static final class Piece implements BulkReceiver {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final StringBuffer received = new StringBuffer();

        @Override
        public boolean chunk(int index, long length) {
            return true;
        }

        @Override
        public void bytes(ByteBuffer part) {
            received.append(StandardCharsets.UTF_8.decode(part));
        }

        @Override
        public void completed() {
            text.complete(received.toString());
        }

        @Override
        public void failed(Throwable failure) {
            text.completeExceptionally(failure);
        }
    }

    private Connection connect() {
        return executorEnd.connect("127.0.0.1", port, orders).join();
    }

    private static RegisterExecutor registration(String id, int epoch) {
        return new RegisterExecutor(
                id,
                epoch,
                "127.0.0.1",
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
                "",
                "");
    }

    /** Collects what the driver sends to an executor. */
    private static final class Orders implements ConnectionHandler {
        private final ConcurrentLinkedQueue<SpecificRecord> received = new ConcurrentLinkedQueue<>();

        @Override
        public CompletionStage<? extends SpecificRecord> request(Connection connection, SpecificRecord message) {
            return CompletableFuture.completedFuture(new Ack(1));
        }

        @Override
        public void message(Connection connection, SpecificRecord message) {
            received.add(message);
        }

        @Override
        public CompletionStage<BulkSource> bulk(Connection connection, SpecificRecord request) {
            return CompletableFuture.completedFuture(new BulkSource(List.of()));
        }
    }

    private static final class Events implements ExecutorEvents {
        private final ConcurrentLinkedQueue<String> registered = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Integer> superseded = new ConcurrentLinkedQueue<>();
        private volatile CompletableFuture<Boolean> mayRegister = CompletableFuture.completedFuture(true);
        private final ConcurrentLinkedQueue<String> unreachable = new ConcurrentLinkedQueue<>();

        @Override
        public CompletionStage<Boolean> arrived(String executor, String container, String profile) {
            registered.add(executor);
            return mayRegister;
        }

        @Override
        public void superseded(int newerEpoch) {
            superseded.add(newerEpoch);
        }

        @Override
        public void unreachable(String executor, String reason) {
            unreachable.add(executor);
        }
    }

    /** A driver that knows blocks and gateways, and answers heartbeats. */
    private static final class Services implements DriverServices {
        @Override
        public ApplicationStatus status() {
            throw new UnsupportedOperationException("nothing is recorded");
        }

        @Override
        public void addListener(LisleListener listener) {
            throw new UnsupportedOperationException("nothing is told");
        }

        @Override
        public void removeListener(LisleListener listener) {
            throw new UnsupportedOperationException("nothing is told");
        }

        private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
        private final Map<String, ExecutorGateway> gateways = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
            return CompletableFuture.completedFuture(new HeartbeatAck(1, true));
        }

        @Override
        public void executorAdded(RegisterExecutor executor, ExecutorGateway gateway) {
            gateways.put(executor.getExecutor(), gateway);
        }

        @Override
        public void executorLost(
                String executor, String reason, boolean outputLost, boolean countsAsFailure, boolean largerComes) {
            gateways.remove(executor);
        }

        @Override
        public void notice(String text) {}

        @Override
        public void executorLeaves(String executor, String reason) {}

        @Override
        public void nodeLost(String host, String reason) {}

        @Override
        public void shuffleServerRefused(String host, String reason) {}

        @Override
        public void putBlock(String block, byte[] bytes) {
            blocks.put(block, bytes);
        }

        @Override
        public byte[] block(String block) {
            byte[] bytes = blocks.get(block);
            if (bytes == null) {
                throw new LisleException(ErrorCode.INTERNAL_ERROR, "no block " + block, "");
            }
            return bytes;
        }

        @Override
        public void blocksServedAt(String host, int servedPort) {}

        @Override
        public void removeBlocks(List<String> prefixes) {}

        @Override
        public void removeShuffles(List<Integer> shuffleIds) {}

        @Override
        public void registerAccumulator(long id, AccumulatorMerger merger) {}

        @Override
        public void removeAccumulator(long id) {}
    }
}
