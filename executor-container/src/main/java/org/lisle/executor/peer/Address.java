package org.lisle.executor.peer;

/** Where a data server listens. */
public record Address(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
