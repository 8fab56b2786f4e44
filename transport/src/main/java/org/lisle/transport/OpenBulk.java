package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bulk request on the receiving end: checks that chunks come in order and whole, and hands them on. */
final class OpenBulk extends OpenRequest {
    private static final Logger LOG = LoggerFactory.getLogger(OpenBulk.class);

    private final BulkReceiver receiver;
    private int nextIndex;
    private long missing;
    private @Nullable LisleException receiverFailure;

    OpenBulk(String message, BulkReceiver receiver) {
        super(message);
        this.receiver = receiver;
    }

    @Override
    boolean chunk(int index, long length) {
        if (missing != 0 || index != nextIndex || length < 0) {
            throw unexpected("chunk " + index + " of " + length + " bytes after chunk " + (nextIndex - 1)
                    + ", of which " + missing + " bytes are missing,");
        }
        nextIndex++;
        missing = length;
        try {
            return receiver.chunk(index, length);
        } catch (RuntimeException failure) {
            receiverFailure = Failures.translate(failure);
            return false;
        }
    }

    @Override
    boolean bytes(ByteBuf piece) {
        missing -= piece.readableBytes();
        if (missing < 0) {
            throw unexpected(-missing + " bytes too many");
        }
        try {
            receiver.bytes(piece.nioBuffer());
            return true;
        } catch (RuntimeException failure) {
            receiverFailure = Failures.translate(failure);
            return false;
        }
    }

    @Override
    void done() {
        if (missing != 0) {
            throw unexpected("the end of bulk bytes, of which " + missing + " are missing,");
        }
        try {
            receiver.completed();
        } catch (RuntimeException failure) {
            LOG.error("The receiver of {} failed when it was complete", message(), failure);
        }
    }

    @Override
    void failed(LisleException failure) {
        try {
            receiver.failed(receiverFailure == null ? failure : receiverFailure);
        } catch (RuntimeException second) {
            LOG.error("The receiver of {} failed when told of {}", message(), failure.getMessage(), second);
        }
    }
}
