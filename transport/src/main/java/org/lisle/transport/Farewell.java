package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Closes a channel so that its last words arrive: they are written, then the sending half is shut, and the socket closes when the other end
 * has closed too. A socket closed with unread bytes in it would reset the connection and throw away what is still on its way. The channel's
 * handlers throw away what comes in meanwhile. Called on the channel's event loop.
 */
final class Farewell {
    private static final long LIMIT_SECONDS = 5;

    /** @param lastWords the last bytes to send, may be empty; ownership is taken */
    static void say(Channel channel, ByteBuf lastWords) {
        var limit = channel.eventLoop().schedule(() -> channel.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
        channel.writeAndFlush(lastWords).addListener(sent -> {
            if (sent.isSuccess()) {
                ((DuplexChannel) channel).shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    private Farewell() {}
}
