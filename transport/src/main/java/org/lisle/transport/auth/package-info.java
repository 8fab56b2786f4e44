/**
 * How two processes of one application prove to each other that they know its secret, and the keys that come of it. Pure: bytes in, bytes
 * out; only the JDK's cryptography, no sockets, no Netty. Each object is confined to its connection's thread. Start at {@link
 * org.lisle.transport.auth.Handshake}.
 */
@NullMarked
package org.lisle.transport.auth;

import org.jspecify.annotations.NullMarked;
