package org.lisle.transport;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Everything of one transport that its end must close: channels that listen, channels in their handshake, connections. Thread-safe. */
final class OpenChannels {
    private static final long FAREWELL_SECONDS = 2;

    /** Closes what is added after its own end. */
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    private final Set<NettyConnection> connections = ConcurrentHashMap.newKeySet();

    void add(Channel channel) {
        channels.add(channel);
    }

    void add(NettyConnection connection) {
        connections.add(connection);
        connection.whenClosed(() -> connections.remove(connection));
    }

    /** @param wait whether to give the connections a bounded time to send what is on its way */
    void close(boolean wait) {
        channels.close(channel -> channel instanceof ServerChannel);
        connections.forEach(NettyConnection::close);
        if (wait) {
            channels.newCloseFuture().awaitUninterruptibly(FAREWELL_SECONDS, TimeUnit.SECONDS);
        }
        channels.close();
    }
}
