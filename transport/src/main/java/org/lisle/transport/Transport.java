package org.lisle.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** One process's end of the wire: its event loops, its listening sockets and its connections. Closing it closes them all. Thread-safe. */
public interface Transport extends AutoCloseable {
    /** Listens; port 0 takes a free one. Returns the address listened on. */
    InetSocketAddress listen(InetSocketAddress address, ConnectionHandler handler);

    /**
     * Connects and authenticates. Fails with a {@code LisleException}: CONNECTION_LOST naming the address, or AUTHENTICATION_FAILED.
     *
     * @param handler for what the other end sends on this connection
     */
    CompletableFuture<Connection> connect(String host, int port, ConnectionHandler handler);

    @Override
    void close();
}
