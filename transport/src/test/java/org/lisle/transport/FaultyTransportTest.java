package org.lisle.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.message.Ack;
import org.lisle.core.message.LocateBlock;

/** What is ordered for messages happens to them, and to no others. */
class FaultyTransportTest {
    private static final TransportConfig CONFIG = new TransportConfig(
            1, Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(60), false, 1 << 20);

    private final TransportSecret secret = TransportSecret.generate();
    private final RecordingHandler server = new RecordingHandler();
    private final List<SpecificRecord> requests = new CopyOnWriteArrayList<>();
    private final List<Transport> transports = new ArrayList<>();

    @AfterEach
    void close() {
        transports.forEach(Transport::close);
    }

    @Test
    void aDroppedRequestIsNotAnsweredInTimeAndTheNextOneIs() throws Exception {
        Connection connection = connect(FaultInjector.NONE, second("LocateBlock", Fault.Kind.DROP));

        get(connection.request(new LocateBlock("rdd_1_1", 1)));
        assertThatThrownBy(() -> get(connection.request(new LocateBlock("rdd_1_1", 2))))
                .cause()
                .isInstanceOfSatisfying(LisleException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CONNECTION_LOST));
        get(connection.request(new LocateBlock("rdd_1_1", 3)));

        assertThat(requests)
                .extracting(message -> ((LocateBlock) message).getEpoch())
                .containsExactly(1, 3);
    }

    @Test
    void anAnswerThatIsDroppedNeverComes() throws Exception {
        Connection connection = connect(second("Ack", Fault.Kind.DROP), FaultInjector.NONE);

        get(connection.request(new LocateBlock("rdd_1_1", 1)));
        assertThatThrownBy(() -> get(connection.request(new LocateBlock("rdd_1_1", 2))))
                .hasMessageContaining("LocateBlock");
        assertThat(requests).hasSize(2);
    }

    @Test
    void aMessageThatIsDelayedHoldsBackThoseAfterIt() {
        Connection connection = connect(FaultInjector.NONE, second("Ack", Fault.Kind.DELAY));

        for (int epoch = 1; epoch < 5; epoch++) {
            connection.send(new Ack(epoch));
        }

        await().until(() -> server.messages.size() == 4);
        assertThat(server.messages).isEqualTo(List.of(new Ack(1), new Ack(2), new Ack(3), new Ack(4)));
    }

    @Test
    void aMessageComesTwice() {
        Connection connection = connect(FaultInjector.NONE, second("Ack", Fault.Kind.DUPLICATE));

        connection.send(new Ack(1));
        connection.send(new Ack(2));

        await().until(() -> server.messages.size() == 3);
        assertThat(server.messages).isEqualTo(List.of(new Ack(1), new Ack(2), new Ack(2)));
    }

    @Test
    void aConnectionEndsWithAMessageAndBothEndsHearIt() {
        Connection connection = connect(FaultInjector.NONE, second("Ack", Fault.Kind.FAIL));

        connection.send(new Ack(1));
        connection.send(new Ack(2));

        await().until(() -> server.disconnected.size() == 1);
        assertThat(connection.isOpen()).isFalse();
        assertThat(server.messages).doesNotContain(new Ack(2));
    }

    @Test
    void withoutFaultsNothingStandsBetween() {
        assertThat(start("server", FaultInjector.NONE)).isInstanceOf(NettyTransport.class);
    }

    /** The second message of the type goes wrong. */
    private static FaultInjector second(String type, Fault.Kind kind) {
        var passed = new AtomicInteger();
        return (point, key) -> point == FaultPoint.MESSAGE && key.equals(type) && passed.incrementAndGet() == 2
                ? new Fault(kind, Duration.ofMillis(50))
                : Fault.NONE;
    }

    private Connection connect(FaultInjector ofServer, FaultInjector ofClient) {
        Transport serverEnd = start("server", ofServer);
        Transport clientEnd = start("client", ofClient);
        server.onRequest = message -> {
            requests.add(message);
            return CompletableFuture.completedFuture(new Ack(0));
        };
        InetSocketAddress address =
                serverEnd.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server);
        return clientEnd
                .connect(address.getHostString(), address.getPort(), new RecordingHandler())
                .join();
    }

    private Transport start(String name, FaultInjector faults) {
        Transport transport = Transports.start(CONFIG, secret, name, faults);
        transports.add(transport);
        return transport;
    }

    private static SpecificRecord get(Future<SpecificRecord> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }
}
