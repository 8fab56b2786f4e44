package org.lisle.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/** The event loops of one transport, and sockets set up on them. Thread-safe. */
final class Loops {
    private static final long STOP_SECONDS = 5;

    private final LoopKind kind;
    private final EventLoopGroup group;
    private final ByteBufAllocator allocator;

    private Loops(LoopKind kind, EventLoopGroup group, ByteBufAllocator allocator) {
        this.kind = kind;
        this.group = group;
        this.allocator = allocator;
    }

    static Loops start(LoopKind kind, TransportConfig config, String processName) {
        return start(kind, config, processName, ByteBufAllocator.DEFAULT);
    }

    static Loops start(LoopKind kind, TransportConfig config, String processName, ByteBufAllocator allocator) {
        var threads = new DefaultThreadFactory("lisle-transport-" + processName, true);
        return new Loops(
                kind,
                new MultiThreadIoEventLoopGroup(config.eventLoopThreads(), threads, kind.ioHandlers()),
                allocator);
    }

    Bootstrap connecting() {
        return new Bootstrap()
                .group(group)
                .channel(kind.connecting())
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    ServerBootstrap listening() {
        return new ServerBootstrap()
                .group(group)
                .channel(kind.listening())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Whether the caller runs on one of these loops, and so must not wait for them. */
    boolean onLoop() {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** Ends the threads; waits for them for a bounded time unless called on one of them. */
    void stop() {
        var stopped = group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        if (!onLoop()) {
            stopped.awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
