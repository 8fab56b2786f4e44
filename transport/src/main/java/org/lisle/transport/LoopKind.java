package org.lisle.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The two ways to wait for sockets: epoll where its native library loads, the JDK's selectors elsewhere. */
enum LoopKind {
    EPOLL(EpollSocketChannel.class, EpollServerSocketChannel.class) {
        @Override
        IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }
    },
    NIO(NioSocketChannel.class, NioServerSocketChannel.class) {
        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }
    };

    private final Class<? extends Channel> connecting;
    private final Class<? extends ServerChannel> listening;

    LoopKind(Class<? extends Channel> connecting, Class<? extends ServerChannel> listening) {
        this.connecting = connecting;
        this.listening = listening;
    }

    static LoopKind best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory ioHandlers();

    Class<? extends Channel> connecting() {
        return connecting;
    }

    Class<? extends ServerChannel> listening() {
        return listening;
    }
}
