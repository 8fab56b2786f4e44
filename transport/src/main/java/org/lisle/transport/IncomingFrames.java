package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.transport.message.MessageCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what comes in on a connection to those it is for: messages and requests to the handler, answers to the open requests. What the
 * handler throws fails its request and nothing else; what the other end does wrong ends the connection. Confined to the connection's event
 * loop, but for answers, which handlers complete on any thread.
 */
final class IncomingFrames implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingFrames.class);

    private final NettyConnection connection;
    private final ConnectionHandler handler;
    private final MessageCodec codec;

    IncomingFrames(NettyConnection connection, ConnectionHandler handler, MessageCodec codec) {
        this.connection = connection;
        this.handler = handler;
        this.codec = codec;
    }

    @Override
    public void frame(FrameKind kind, long id, int type, ByteBuf body) {
        if (!connection.isOpen()) {
            return;
        }
        try {
            dispatch(kind, id, type, body);
        } catch (LisleException violation) {
            connection.life().refuse(violation);
        } catch (IndexOutOfBoundsException truncated) {
            connection
                    .life()
                    .refuse(new LisleException(
                            ErrorCode.PROTOCOL, "A frame " + kind + " is shorter than its content", "", truncated));
        }
    }

    @Override
    public void bytes(long id, ByteBuf piece) {
        try {
            connection.openRequests().bytes(id, piece);
        } catch (LisleException violation) {
            connection.life().refuse(violation);
        }
    }

    @Override
    public void broken(LisleException reason) {
        connection.life().refuse(reason);
    }

    private void dispatch(FrameKind kind, long id, int type, ByteBuf body) {
        switch (kind) {
            case MESSAGE -> message(read(type, body));
            case REQUEST -> request(id, read(type, body));
            case FETCH -> fetch(id, read(type, body));
            case ANSWER -> connection.openRequests().answer(id, read(type, body));
            case FAILURE -> connection.openRequests().failure(id, Failures.read(body));
            case CHUNK -> connection.openRequests().chunk(id, body.readInt(), body.readLong());
            case DONE -> connection.openRequests().done(id);
            case CANCEL -> connection.bulkSends().cancel(id);
            case PING -> connection.life().pong();
            case PONG -> {
                // That it came is all there is to know.
            }
            case CLOSE -> connection.life().closedByPeer(Failures.read(body));
            case BYTES -> throw new IllegalStateException("Bytes come in pieces");
        }
    }

    private SpecificRecord read(int type, ByteBuf body) {
        return codec.read(type, new ByteBufInputStream(body));
    }

    private void message(SpecificRecord message) {
        try {
            handler.message(connection, message);
        } catch (RuntimeException failure) {
            LOG.error("The handler failed on {} from {}", name(message), connection.remoteAddress(), failure);
        }
    }

    private void request(long id, SpecificRecord message) {
        ask(
                message,
                () -> handler.request(connection, message),
                answer -> connection.answer(id, answer),
                failure -> connection.answerFailure(id, failure));
    }

    private void fetch(long id, SpecificRecord message) {
        connection.bulkSends().requested(id);
        ask(
                message,
                () -> handler.bulk(connection, message),
                source -> connection.answerBulk(id, source),
                failure -> connection.failBulk(id, failure));
    }

    /** Calls exactly one of the two consumers, on whatever thread the handler completes its stage. */
    private <T> void ask(
            SpecificRecord message,
            Supplier<? extends @Nullable CompletionStage<? extends T>> question,
            Consumer<T> answered,
            Consumer<LisleException> failed) {
        try {
            CompletionStage<? extends T> stage = question.get();
            if (stage == null) {
                failed.accept(noAnswer(message));
                return;
            }
            stage.whenComplete((answer, failure) -> {
                if (failure != null) {
                    failed.accept(translate(message, failure));
                } else if (answer == null) {
                    failed.accept(noAnswer(message));
                } else {
                    answered.accept(answer);
                }
            });
        } catch (RuntimeException failure) {
            failed.accept(translate(message, failure));
        }
    }

    private LisleException translate(SpecificRecord message, Throwable failure) {
        LisleException translated = Failures.translate(failure);
        if (translated.code() == ErrorCode.INTERNAL_ERROR) {
            LOG.error("The handler failed on {} from {}", name(message), connection.remoteAddress(), failure);
        }
        return translated;
    }

    private static LisleException noAnswer(SpecificRecord message) {
        return new LisleException(ErrorCode.INTERNAL_ERROR, "The handler gave no answer to " + name(message), "");
    }

    private static String name(SpecificRecord message) {
        return message.getSchema().getName();
    }
}
