package org.lisle.yarn.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** The page on a socket: one event loop of its own, so that a slow reader never holds up executors. */
public final class WebServer implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 64 << 10;
    private static final int IDLE_SECONDS = 30;

    private final EventLoopGroup loop;
    private final Channel channel;

    private WebServer(EventLoopGroup loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * Listens on a free port of the host.
     *
     * @param base what the proxy puts in front of paths, for links
     * @throws LisleException INTERNAL_ERROR when the host cannot be listened on
     */
    public static WebServer start(String host, String base, ApplicationView view, AccessPolicy policy) {
        Site site = new Site(view, base);
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("web", true), NioIoHandler.newFactory());
        try {
            Channel channel = new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel child) {
                            child.pipeline()
                                    .addLast(
                                            new ReadTimeoutHandler(IDLE_SECONDS),
                                            new HttpServerCodec(),
                                            new HttpObjectAggregator(MAX_REQUEST_BYTES),
                                            new RequestHandler(site, policy));
                        }
                    })
                    .bind(host, 0)
                    .syncUninterruptibly()
                    .channel();
            return new WebServer(loop, channel);
        } catch (RuntimeException e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new LisleException(ErrorCode.INTERNAL_ERROR, "the web page cannot listen on " + host, "", e);
        }
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
