package org.lisle.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.auth.Handshake.Role;

/** The transport on Netty. Thread-safe. */
final class NettyTransport implements Transport {
    private final TransportConfig config;
    private final Loops loops;
    private final HandshakeStarter starter;
    private final OpenChannels channels = new OpenChannels();
    /** Not connected yet; what the end of the event loops leaves without an outcome fails there. */
    private final Set<CompletableFuture<Connection>> connecting = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    NettyTransport(TransportConfig config, TransportSecret secret, String processName, Loops loops) {
        this.config = config;
        this.loops = loops;
        this.starter = new HandshakeStarter(config, secret, processName);
    }

    @Override
    public InetSocketAddress listen(InetSocketAddress address, ConnectionHandler handler) {
        ChannelFuture bound = loops.listening()
                .childHandler(onOpen(channel ->
                        starter.start(channel, Role.ACCEPTOR, handler).thenAccept(channels::add)))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new LisleException(
                    ErrorCode.CONNECTION_LOST,
                    "Cannot listen on " + Addresses.text(address) + ": "
                            + bound.cause().getMessage(),
                    "Choose another address, or port 0 for a free one",
                    bound.cause());
        }
        channels.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    @Override
    public CompletableFuture<Connection> connect(String host, int port, ConnectionHandler handler) {
        var result = new CompletableFuture<Connection>();
        connecting.add(result);
        result.whenComplete((connection, failure) -> connecting.remove(result));
        if (closed) {
            result.completeExceptionally(closedTransport());
            return result;
        }
        loops.connecting()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.connectTimeout().toMillis())
                .handler(onOpen(channel -> starter.start(channel, Role.INITIATOR, handler)
                        .whenComplete((connection, failure) -> {
                            if (failure == null) {
                                channels.add(connection);
                                result.complete(connection);
                            } else {
                                result.completeExceptionally(failure);
                            }
                        })))
                .connect(host, port)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        result.completeExceptionally(unreachable(host, port, connected.cause()));
                    }
                });
        return result;
    }

    private ChannelInitializer<Channel> onOpen(Consumer<Channel> start) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channels.add(channel);
                start.accept(channel);
            }
        };
    }

    private static LisleException unreachable(String host, int port, Throwable cause) {
        return new LisleException(
                ErrorCode.CONNECTION_LOST,
                "Cannot connect to " + host + ":" + port + ": " + cause.getMessage(),
                "Check that the process runs and that the network lets the connection through",
                cause);
    }

    private static LisleException closedTransport() {
        return new LisleException(ErrorCode.CONNECTION_LOST, "This process has closed its transport", "");
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        channels.close(!loops.onLoop());
        loops.stop();
        List.copyOf(connecting).forEach(result -> result.completeExceptionally(closedTransport()));
    }
}
