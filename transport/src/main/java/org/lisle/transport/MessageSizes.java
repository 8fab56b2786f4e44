package org.lisle.transport;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** The two errors of a message over {@link TransportConfig#maxMessageBytes}: of the end that meant to send it, and of the one that got it. */
final class MessageSizes {
    static LisleException tooLargeToSend(String message, int maxMessageBytes) {
        return new LisleException(
                ErrorCode.RECORD_TOO_LARGE,
                "Message " + message + " is larger than the " + maxMessageBytes + " bytes that one message may have",
                "Make what it carries (a closure, a result) smaller, a broadcast for instance, or raise the limit");
    }

    static LisleException tooLargeToReceive(int bytes, int maxMessageBytes) {
        return new LisleException(
                ErrorCode.PROTOCOL,
                "A frame of " + bytes + " bytes came in, and one may have " + maxMessageBytes,
                "Give both ends the same limit");
    }

    private MessageSizes() {}
}
