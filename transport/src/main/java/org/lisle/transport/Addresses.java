package org.lisle.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as logs and errors show them: {@code 10.0.0.7:41233}. */
final class Addresses {
    static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            String host = internet.getAddress() == null
                    ? internet.getHostString()
                    : internet.getAddress().getHostAddress();
            return host + ":" + internet.getPort();
        }
        return String.valueOf(address);
    }

    private Addresses() {}
}
