package org.lisle.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.Ack;
import org.lisle.core.message.FetchBlock;
import org.lisle.core.message.LeafInput;
import org.lisle.core.message.LocateBlock;

/**
 * What every transport keeps: order, answers, errors, limits, authentication, bulk bytes, and that nothing is left when it closes. Each test
 * ends by closing both ends and counting buffers and threads.
 */
abstract class TransportContract {
    private static final TransportConfig DEFAULTS = TransportConfig.defaults();
    private static final int MAX_MESSAGE_BYTES = 4 << 20;

    private final LoopKind loopKind;
    private final boolean encrypt;
    private final TransportSecret secret = TransportSecret.generate();
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final List<Transport> transports = new ArrayList<>();
    private final RecordingHandler server = new RecordingHandler();
    private final RecordingHandler client = new RecordingHandler();

    @TempDir
    Path directory;

    TransportContract(LoopKind loopKind, boolean encrypt) {
        this.loopKind = loopKind;
        this.encrypt = encrypt;
    }

    @BeforeEach
    void loopKindIsThere() {
        assumeThat(loopKind == LoopKind.NIO || LoopKind.best() == LoopKind.EPOLL)
                .as("epoll is available")
                .isTrue();
    }

    @AfterEach
    void closeAndCountWhatIsLeft() {
        transports.forEach(Transport::close);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("lisle-transport"));
            assertThat(allocator.metric().usedDirectMemory())
                    .as("direct bytes left")
                    .isZero();
            assertThat(allocator.metric().usedHeapMemory())
                    .as("heap bytes left")
                    .isZero();
        });
        assertThat(server.disconnected).containsExactlyInAnyOrderElementsOf(server.connected);
        assertThat(client.disconnected).containsExactlyInAnyOrderElementsOf(client.connected);
    }

    // ---- messages

    @Test
    void messagesArriveInTheOrderOfTheirSender() throws Exception {
        Connection connection = connect();

        IntStream.range(0, 5000).forEach(epoch -> connection.send(new Ack(epoch)));
        get(connection.request(new Ack(-1)));

        assertThat(server.messages)
                .isEqualTo(IntStream.range(0, 5000).mapToObj(Ack::new).toList());
    }

    @Test
    void messagesSentBeforeClosingArrive() throws Exception {
        Connection connection = connect();
        var large = new LeafInput(1, 2, ByteBuffer.wrap(randomBytes(3 << 20, 1)));

        connection.send(large);
        connection.send(new Ack(1));
        connection.close();

        await().until(() -> server.disconnected.size() == 1);
        assertThat(server.messages).containsExactly(large, new Ack(1));
    }

    @Test
    void bothEndsAskAndAnswer() throws Exception {
        Connection toServer = connect();
        Connection toClient = serverSide();
        server.onRequest = message -> CompletableFuture.completedFuture(new LocateBlock("from server", 1));
        client.onRequest = message -> CompletableFuture.completedFuture(new LocateBlock("from client", 1));

        var answers = new ArrayList<CompletableFuture<SpecificRecord>>();
        for (int i = 0; i < 100; i++) {
            answers.add(toServer.request(new Ack(i)));
            answers.add(toClient.request(new Ack(i)));
        }

        for (int i = 0; i < answers.size(); i += 2) {
            assertThat(get(answers.get(i))).isEqualTo(new LocateBlock("from server", 1));
            assertThat(get(answers.get(i + 1))).isEqualTo(new LocateBlock("from client", 1));
        }
    }

    @Test
    void answersFindTheirRequestsWhateverTheirOrder() throws Exception {
        Connection connection = connect();
        var first = new CompletableFuture<SpecificRecord>();
        server.onRequest = message -> message.equals(new Ack(1)) ? first : CompletableFuture.completedFuture(message);

        var answer1 = connection.request(new Ack(1));
        var answer2 = connection.request(new Ack(2));

        assertThat(get(answer2)).isEqualTo(new Ack(2));
        assertThat(answer1).isNotDone();
        first.complete(new LocateBlock("late", 1));
        assertThat(get(answer1)).isEqualTo(new LocateBlock("late", 1));
    }

    // ---- failures of handlers

    @Test
    void handlerFailureComesWithItsCodeSentenceAndNextStep() throws Exception {
        Connection connection = connect();
        server.onRequest = message -> CompletableFuture.failedFuture(
                new LisleException(ErrorCode.COMMIT_DENIED, "Task 7 may not commit", "Another attempt did"));

        assertThatThrownBy(() -> get(connection.request(new Ack(1))))
                .isInstanceOfSatisfying(LisleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.COMMIT_DENIED);
                    assertThat(failure.what()).isEqualTo("Task 7 may not commit");
                    assertThat(failure.nextStep()).isEqualTo("Another attempt did");
                });
    }

    @Test
    void anyOtherFailureOfAHandlerIsInternalAndLeavesTheConnectionAlone() throws Exception {
        Connection connection = connect();

        server.onRequest = message -> {
            throw new IllegalStateException("broken handler");
        };
        assertFails(() -> get(connection.request(new Ack(1))), ErrorCode.INTERNAL_ERROR, "broken handler");
        server.onRequest = message -> CompletableFuture.completedFuture(null);
        assertFails(() -> get(connection.request(new Ack(1))), ErrorCode.INTERNAL_ERROR, "no answer to Ack");
        server.onBulk = message -> {
            throw new IllegalStateException("broken bulk");
        };
        assertFails(() -> fetch(connection), ErrorCode.INTERNAL_ERROR, "broken bulk");
        server.onRequest = CompletableFuture::completedFuture;

        assertThat(get(connection.request(new Ack(2)))).isEqualTo(new Ack(2));
    }

    // ---- time

    @Test
    void requestWithoutAnAnswerFailsAfterItsTimeAndALateAnswerIsIgnored() throws Exception {
        var config = config(Duration.ofMillis(200), DEFAULTS.connectTimeout(), DEFAULTS.idleTimeout());
        Connection connection = connect(config, config);
        var late = new CompletableFuture<SpecificRecord>();
        server.onRequest =
                message -> message instanceof LocateBlock ? late : CompletableFuture.completedFuture(message);

        assertFails(
                () -> get(connection.request(new LocateBlock("b", 1))),
                ErrorCode.CONNECTION_LOST,
                "did not answer LocateBlock within 200 ms");
        late.complete(new Ack(1));

        assertThat(get(connection.request(new Ack(2)))).isEqualTo(new Ack(2));
    }

    @Test
    void bulkRequestWithoutProgressFailsAfterItsTime() throws Exception {
        var config = config(Duration.ofMillis(200), DEFAULTS.connectTimeout(), DEFAULTS.idleTimeout());
        Connection connection = connect(config, config);
        var late = new CompletableFuture<BulkSource>();
        var released = new AtomicInteger();
        server.onBulk = message -> late;

        assertFails(() -> fetch(connection), ErrorCode.CONNECTION_LOST, "did not answer FetchBlock within 200 ms");
        get(connection.request(new Ack(1)));
        late.complete(new BulkSource(List.of(memory(new byte[10], released))));

        await().until(() -> released.get() == 1);
    }

    @Test
    void silentPeerIsLost() throws Exception {
        assumeThat(encrypt).as("the raw peer does not encrypt").isFalse();
        var config = config(DEFAULTS.requestTimeout(), DEFAULTS.connectTimeout(), Duration.ofMillis(400));
        InetSocketAddress address = listen(config);
        try (var silent = RawPeer.authenticated(address, secret)) {
            await().until(() -> server.connected.size() == 1);
            var answer = serverSide().request(new LocateBlock("b", 1));

            assertFails(() -> get(answer), ErrorCode.CONNECTION_LOST, "silent for 400 ms", "LocateBlock");
            await().until(() -> server.disconnected.size() == 1);
            assertThat(silent.in.readAllBytes()).as("the request and a ping").hasSizeGreaterThan(30);
        }
    }

    @Test
    void quietConnectionIsKeptAliveByPings() throws Exception {
        var config = config(DEFAULTS.requestTimeout(), DEFAULTS.connectTimeout(), Duration.ofMillis(200));
        Connection connection = connect(config, config);
        var answer = new CompletableFuture<SpecificRecord>();
        server.onRequest = message -> answer.completeOnTimeout(message, 1, TimeUnit.SECONDS);

        assertThat(get(connection.request(new Ack(3)))).isEqualTo(new Ack(3));
    }

    // ---- authentication

    @Test
    void anotherSecretIsRefusedOnBothEnds() {
        InetSocketAddress address = listen(config());
        Transport stranger = start(config(), TransportSecret.generate(), "stranger");

        assertFails(
                () -> get(stranger.connect("127.0.0.1", address.getPort(), client)),
                ErrorCode.AUTHENTICATION_FAILED,
                "stranger does not have the same secret as process server");
        assertThat(server.connected).isEmpty();
        assertThat(client.connected).isEmpty();
    }

    @Test
    void oneEndThatEncryptsAloneIsRefused() {
        InetSocketAddress address = listen(config());
        var other = new TransportConfig(
                1,
                DEFAULTS.requestTimeout(),
                DEFAULTS.connectTimeout(),
                DEFAULTS.idleTimeout(),
                !encrypt,
                MAX_MESSAGE_BYTES);
        Transport transport = start(other, secret, "client");

        assertFails(
                () -> get(transport.connect("127.0.0.1", address.getPort(), client)),
                ErrorCode.AUTHENTICATION_FAILED,
                "encrypts its connections",
                "does not");
    }

    @Test
    void garbageIsRefusedOnceAndTheConnectionCloses() throws Exception {
        InetSocketAddress address = listen(config());
        for (long seed = 0; seed < 20; seed++) {
            try (var peer = new RawPeer(address)) {
                byte[] garbage = randomBytes(100 + new Random(seed).nextInt(20_000), seed);
                garbage[0] = 0x7f;
                peer.out.write(garbage);
                assertThat(peer.readToEnd()).as("seed %d", seed).contains("does not speak Lisle's protocol");
            }
        }
        assertThat(server.connected).isEmpty();
    }

    @Test
    void messageBeforeAuthenticationIsNotRead() throws Exception {
        InetSocketAddress address = listen(config());
        try (var peer = new RawPeer(address)) {
            peer.writeFrame(FrameKind.MESSAGE.ordinal(), 0, 1, new byte[] {2});
            assertThat(peer.readToEnd()).contains("PROTOCOL");
        }
        assertThat(server.connected).isEmpty();
        assertThat(server.messages).isEmpty();
    }

    @Test
    void peerThatSaysNothingIsRefusedAfterItsTime() throws Exception {
        InetSocketAddress address =
                listen(config(DEFAULTS.requestTimeout(), Duration.ofMillis(200), DEFAULTS.idleTimeout()));
        try (var peer = new RawPeer(address)) {
            assertThat(peer.readToEnd()).contains("did not authenticate within 200 ms");
        }
    }

    @Test
    void listenerThatSaysNothingIsGivenUpAfterItsTime() throws Exception {
        Transport transport = start(
                config(DEFAULTS.requestTimeout(), Duration.ofMillis(200), DEFAULTS.idleTimeout()), secret, "client");
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    () -> get(transport.connect("127.0.0.1", mute.getLocalPort(), client)),
                    ErrorCode.AUTHENTICATION_FAILED,
                    "did not authenticate within 200 ms");
        }
    }

    @Test
    void nobodyListeningIsALostConnectionThatNamesTheAddress() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Transport transport = start(config(), secret, "client");

        assertFails(
                () -> get(transport.connect("127.0.0.1", port, client)),
                ErrorCode.CONNECTION_LOST,
                "127.0.0.1:" + port,
                "refused");
    }

    // ---- limits

    @Test
    void messageOverTheLimitFailsAtItsSenderAndLeavesTheConnectionAlone() throws Exception {
        Connection connection = connect();
        var tooLarge = new LeafInput(1, 2, ByteBuffer.allocate(MAX_MESSAGE_BYTES));

        assertFails(
                () -> get(connection.request(tooLarge)),
                ErrorCode.RECORD_TOO_LARGE,
                "LeafInput",
                "" + MAX_MESSAGE_BYTES);
        assertFails(() -> connection.send(tooLarge), ErrorCode.RECORD_TOO_LARGE, "LeafInput");
        server.onRequest = message -> CompletableFuture.completedFuture(tooLarge);
        assertFails(() -> get(connection.request(new Ack(1))), ErrorCode.RECORD_TOO_LARGE, "LeafInput");
        server.onRequest = CompletableFuture::completedFuture;

        var largest = new LeafInput(1, 2, ByteBuffer.wrap(randomBytes(MAX_MESSAGE_BYTES - 100, 5)));
        assertThat(get(connection.request(largest))).isEqualTo(largest);
    }

    @Test
    void frameOverTheReceiversLimitEndsTheConnectionAndSaysWhy() throws Exception {
        var small = new TransportConfig(
                1, DEFAULTS.requestTimeout(), DEFAULTS.connectTimeout(), DEFAULTS.idleTimeout(), encrypt, 1024);
        Connection connection = connect(small, config());
        server.onRequest = message -> new CompletableFuture<>();
        var open = connection.request(new Ack(1));

        var tooLarge = connection.request(new LeafInput(1, 2, ByteBuffer.allocate(100_000)));

        assertFails(() -> get(tooLarge), ErrorCode.PROTOCOL, "one may have 1024", "Give both ends the same limit");
        assertFails(() -> get(open), ErrorCode.PROTOCOL, "one may have 1024");
        assertThat(connection.isOpen()).isFalse();
        await().until(() -> server.disconnected.size() == 1);
    }

    @Test
    void wrongFramesEndTheConnectionAndSayWhy() throws Exception {
        assumeThat(encrypt).as("the raw peer does not encrypt").isFalse();
        InetSocketAddress address = listen(config());
        record Wrong(int kind, int type, byte[] body, String why) {}
        List<Wrong> frames = List.of(
                new Wrong(77, 0, new byte[0], "frame of kind 77"),
                new Wrong(FrameKind.MESSAGE.ordinal(), 999, new byte[0], "type 999 is unknown"),
                new Wrong(FrameKind.REQUEST.ordinal(), 1, new byte[0], "cannot be read"),
                new Wrong(FrameKind.CLOSE.ordinal(), 0, new byte[] {1}, ""),
                new Wrong(FrameKind.CHUNK.ordinal(), 0, new byte[5], "shorter than its content"));
        for (Wrong wrong : frames) {
            try (var peer = RawPeer.authenticated(address, secret)) {
                peer.writeFrame(wrong.kind, 1, wrong.type, wrong.body);
                assertThat(peer.readToEnd()).contains(wrong.why);
            }
        }
        await().until(() -> server.disconnected.size() == frames.size());
        assertThat(server.messages).isEmpty();
    }

    // ---- bulk

    @Test
    void bulkBytesOfRandomSizesArriveWholeAndInOrder() throws Exception {
        Connection connection = connect();
        for (long seed = 0; seed < 15; seed++) {
            var random = new Random(seed);
            var chunks = new ArrayList<BulkSource.Chunk>();
            var expected = new ArrayList<byte[]>();
            var released = new AtomicInteger();
            int memoryChunks = 0;
            for (int i = random.nextInt(12); i > 0; i--) {
                int size = random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 100 : 3_000_000);
                byte[] bytes = randomBytes(size, random.nextLong());
                expected.add(bytes);
                if (random.nextBoolean()) {
                    memoryChunks++;
                    chunks.add(memory(bytes, released));
                } else {
                    chunks.add(file(bytes, random.nextInt(1000), random.nextInt(1000)));
                }
            }
            server.onBulk = message -> CompletableFuture.completedFuture(new BulkSource(chunks));

            List<byte[]> arrived = fetch(connection);

            assertThat(arrived).as("seed %d", seed).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(arrived.get(i)).as("seed %d, chunk %d", seed, i).isEqualTo(expected.get(i));
            }
            int all = memoryChunks;
            await().until(() -> released.get() == all);
        }
    }

    @Test
    void manySlicesOfOneFileArriveInOrder() throws Exception {
        Connection connection = connect();
        byte[] bytes = randomBytes(200_000, 9);
        Path path = Files.write(directory.resolve("segments"), bytes);
        List<BulkSource.Chunk> slices = IntStream.range(0, 2000)
                .<BulkSource.Chunk>mapToObj(i -> new BulkSource.FileSlice(path, 100L * i, 100))
                .toList();
        server.onBulk = message -> CompletableFuture.completedFuture(new BulkSource(slices));

        byte[] joined = new byte[bytes.length];
        int at = 0;
        for (byte[] chunk : fetch(connection)) {
            System.arraycopy(chunk, 0, joined, at, chunk.length);
            at += chunk.length;
        }

        assertThat(joined).isEqualTo(bytes);
    }

    @Test
    void fileThatIsMissingOrTooShortFailsTheRequestAloneAndNamesThePath() throws Exception {
        Connection connection = connect();
        var released = new AtomicInteger();
        Path shortFile = Files.write(directory.resolve("short"), new byte[100]);
        Path missingFile = directory.resolve("missing");
        for (Path path : List.of(shortFile, missingFile)) {
            server.onBulk = message -> CompletableFuture.completedFuture(new BulkSource(List.of(
                    memory(new byte[10], released),
                    new BulkSource.FileSlice(path, 50, 51),
                    memory(new byte[10], released))));
            assertFails(() -> fetch(connection), ErrorCode.LOCAL_DISK, path.toString());
        }

        await().until(() -> released.get() == 4);
        assertThat(get(connection.request(new Ack(1)))).isEqualTo(new Ack(1));
    }

    @Test
    void requestsSlipBetweenTheChunksOfBulkAnswers() throws Exception {
        Connection connection = connect();
        var chunk = file(randomBytes(24 << 20, 3), 0, 0);
        server.onBulk = message -> CompletableFuture.completedFuture(new BulkSource(List.of(chunk, chunk)));
        var receivers = new ArrayList<CollectingReceiver>();
        for (int i = 0; i < 3; i++) {
            receivers.add(new CollectingReceiver());
            connection.fetch(new FetchBlock("b", 0L, -1L), receivers.get(i));
        }

        int answered = 0;
        for (; answered < 20; answered++) {
            assertThat(get(connection.request(new Ack(answered)))).isEqualTo(new Ack(answered));
            if (answered == 0) {
                assertThat(receivers)
                        .as("bulk answers still under way")
                        .noneMatch(receiver -> receiver.result.isDone());
            }
        }

        byte[] expected = Files.readAllBytes(((BulkSource.FileSlice) chunk).file());
        for (CollectingReceiver receiver : receivers) {
            List<byte[]> arrived = get(receiver.result);
            assertThat(arrived.get(0)).isEqualTo(expected);
            assertThat(arrived.get(1)).isEqualTo(expected);
        }
    }

    @Test
    void cancelledBulkRequestStopsAndReleasesEverything() throws Exception {
        Connection connection = connect();
        var released = new AtomicInteger();
        List<BulkSource.Chunk> chunks = IntStream.range(0, 50)
                .<BulkSource.Chunk>mapToObj(i -> memory(new byte[2_000_000], released))
                .toList();
        server.onBulk = message -> CompletableFuture.completedFuture(new BulkSource(chunks));
        var receiver = new CollectingReceiver(3);

        connection.fetch(new FetchBlock("b", 0L, -1L), receiver);

        assertFails(() -> get(receiver.result), ErrorCode.JOB_CANCELLED, "FetchBlock");
        await().until(() -> released.get() == 50);
        assertThat(get(connection.request(new Ack(1)))).isEqualTo(new Ack(1));
        assertThat(receiver.lastCalls).hasValue(1);
    }

    @Test
    void receiverThatThrowsFailsItsRequestAlone() throws Exception {
        Connection connection = connect();
        server.onBulk = message -> CompletableFuture.completedFuture(
                new BulkSource(List.of(memory(new byte[5_000_000], new AtomicInteger()))));
        var failure = new CompletableFuture<Throwable>();

        connection.fetch(new FetchBlock("b", 0L, -1L), new BulkReceiver() {
            @Override
            public boolean chunk(int index, long length) {
                return true;
            }

            @Override
            public void bytes(ByteBuffer bytes) {
                throw new IllegalStateException("receiver full");
            }

            @Override
            public void completed() {
                failure.completeExceptionally(new AssertionError("completed"));
            }

            @Override
            public void failed(Throwable reason) {
                failure.complete(reason);
            }
        });

        assertThat(get(failure)).isInstanceOf(LisleException.class).hasMessageContaining("receiver full");
        assertThat(get(connection.request(new Ack(1)))).isEqualTo(new Ack(1));
    }

    // ---- the end

    @Test
    void theEndOfAConnectionFailsEverythingOpenOnce() throws Exception {
        Connection connection = connect();
        var failures = new AtomicInteger();
        var released = new AtomicInteger();
        var begun = new CompletableFuture<Boolean>();
        var closed = new CompletableFuture<Boolean>();
        byte[] megabyte = new byte[1_000_000];
        server.onRequest = message -> new CompletableFuture<>();
        server.onBulk = message -> {
            begun.complete(true);
            return CompletableFuture.completedFuture(new BulkSource(IntStream.range(0, 200)
                    .<BulkSource.Chunk>mapToObj(i -> memory(megabyte, released))
                    .toList()));
        };
        var answer = connection.request(new LocateBlock("b", 1));
        answer.whenComplete((message, failure) -> failures.incrementAndGet());
        var receiver = CollectingReceiver.holdingUntil(closed);
        connection.fetch(new FetchBlock("b", 0L, -1L), receiver);
        get(begun);

        serverSide().close();
        await().until(() -> !serverSide().isOpen());
        closed.complete(true);

        assertFails(() -> get(answer), ErrorCode.CONNECTION_LOST, "LocateBlock");
        assertFails(() -> get(receiver.result), ErrorCode.CONNECTION_LOST, "FetchBlock");
        await().until(() -> released.get() == 200);
        assertThat(failures).hasValue(1);
        assertThat(receiver.lastCalls).hasValue(1);
        assertThat(connection.isOpen()).isFalse();
        assertFails(() -> get(connection.request(new Ack(1))), ErrorCode.CONNECTION_LOST, "Ack");
        var late = new CollectingReceiver();
        connection.fetch(new FetchBlock("b", 0L, -1L), late);
        assertFails(() -> get(late.result), ErrorCode.CONNECTION_LOST, "FetchBlock");
        connection.send(new Ack(1));
    }

    @Test
    void closedTransportFailsWhatIsAskedOfIt() throws Exception {
        Connection connection = connect();
        transports.forEach(Transport::close);

        assertFails(() -> get(connection.request(new Ack(1))), ErrorCode.CONNECTION_LOST, "Ack");
        connection.send(new Ack(1));
        connection.close();
        assertThatThrownBy(() -> get(transports.get(1).connect("127.0.0.1", 1, client)))
                .isInstanceOf(LisleException.class);
    }

    @Test
    void listensOnTheGivenAddressOnly() {
        InetSocketAddress address = listen(config());

        assertThat(address.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertFails(
                () -> start(config(), secret, "second").listen(address, server),
                ErrorCode.CONNECTION_LOST,
                "Cannot listen on 127.0.0.1:" + address.getPort());
    }

    // ---- what the tests are made of

    private TransportConfig config() {
        return config(Duration.ofSeconds(30), DEFAULTS.connectTimeout(), DEFAULTS.idleTimeout());
    }

    private TransportConfig config(Duration requestTimeout, Duration connectTimeout, Duration idleTimeout) {
        return new TransportConfig(1, requestTimeout, connectTimeout, idleTimeout, encrypt, MAX_MESSAGE_BYTES);
    }

    private Transport start(TransportConfig config, TransportSecret ownSecret, String processName) {
        var transport = new NettyTransport(
                config, ownSecret, processName, Loops.start(loopKind, config, processName, allocator));
        transports.add(transport);
        return transport;
    }

    private InetSocketAddress listen(TransportConfig config) {
        return start(config, secret, "server")
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server);
    }

    /** The server's end of the one connection; it is told of it a moment after the client may be. */
    private Connection serverSide() {
        if (server.connected.isEmpty()) {
            await().until(() -> !server.connected.isEmpty());
        }
        return server.connected.get(0);
    }

    private Connection connect() throws Exception {
        return connect(config(), config());
    }

    private Connection connect(TransportConfig serverConfig, TransportConfig clientConfig) throws Exception {
        InetSocketAddress address = listen(serverConfig);
        return get(start(clientConfig, secret, "client").connect("127.0.0.1", address.getPort(), client));
    }

    private static List<byte[]> fetch(Connection connection) throws Exception {
        var receiver = new CollectingReceiver();
        connection.fetch(new FetchBlock("b", 0L, -1L), receiver);
        List<byte[]> chunks = get(receiver.result);
        assertThat(receiver.lastCalls).hasValue(1);
        return chunks;
    }

    private static BulkSource.Chunk memory(byte[] bytes, AtomicInteger released) {
        return new BulkSource.MemorySlice(ByteBuffer.wrap(bytes), released::incrementAndGet);
    }

    private BulkSource.Chunk file(byte[] bytes, int before, int after) throws IOException {
        byte[] padded = new byte[before + bytes.length + after];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        Path file = Files.write(Files.createTempFile(directory, "chunk", ""), padded);
        return new BulkSource.FileSlice(file, before, bytes.length);
    }

    private static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** The result, or the failure itself. */
    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        } catch (TimeoutException missing) {
            throw new AssertionError("Nothing came within 20 s", missing);
        }
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.getMessage()).contains(words);
            assertThat(failure.code()).isEqualTo(code);
        });
    }
}
