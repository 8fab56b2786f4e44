package org.lisle.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import org.lisle.core.error.LisleException;
import org.lisle.transport.auth.Handshake;
import org.lisle.transport.auth.Handshake.Role;
import org.lisle.transport.auth.Hello;
import org.lisle.transport.message.MessageCodec;

/**
 * Makes a connection of a new channel: first only the handshake reads from it; when it is done, its place is taken by
 *
 * <pre>
 *   socket - FlushConsolidationHandler - [OpeningHandler - SealingHandler] - FrameDecoder - ConnectionLife
 * </pre>
 */
final class HandshakeStarter {
    private final TransportConfig config;
    private final byte[] secret;
    private final String processName;
    private final MessageCodec codec = MessageCodec.wire();
    private final SecureRandom random = new SecureRandom();

    HandshakeStarter(TransportConfig config, TransportSecret secret, String processName) {
        this.config = config;
        this.secret = secret.toBytes();
        this.processName = processName;
    }

    /** Fails with a LisleException; completes on the channel's event loop after the handler's {@code connected}. */
    CompletableFuture<NettyConnection> start(Channel channel, Role role, ConnectionHandler handler) {
        var result = new CompletableFuture<NettyConnection>();
        Hello hello = Hello.create(config.encrypt(), codec.fingerprint(), processName, random);
        channel.pipeline()
                .addLast(new HandshakeHandler(
                        new Handshake(role, secret, hello),
                        role,
                        config.connectTimeout(),
                        new HandshakeHandler.Outcome() {
                            @Override
                            public void authenticated(Handshake handshake) {
                                result.complete(connect(channel, handshake, handler));
                            }

                            @Override
                            public void failed(LisleException reason) {
                                result.completeExceptionally(reason);
                            }
                        }));
        return result;
    }

    private NettyConnection connect(Channel channel, Handshake handshake, ConnectionHandler handler) {
        var writer = new FrameWriter(channel, codec, config.maxMessageBytes());
        var connection = new NettyConnection(channel, writer, config, handler);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst(
                new FlushConsolidationHandler(FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        if (handshake.encrypted()) {
            pipeline.addLast(new OpeningHandler(handshake.opening()), new SealingHandler(handshake.sealing()));
        }
        pipeline.addLast(
                new FrameDecoder(config.maxMessageBytes(), new IncomingFrames(connection, handler, codec)),
                connection.life());
        connection.life().begin();
        return connection;
    }
}
