package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Failures as they cross the wire: code, sentence and next step, each a short length and UTF-8. The cause stays at home. */
final class Failures {
    private static final int MAX_TEXT_BYTES = 8 * 1024;

    /** The failure itself when it is Lisle's own, else INTERNAL_ERROR that quotes it. */
    static LisleException translate(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof LisleException known
                ? known
                : new LisleException(ErrorCode.INTERNAL_ERROR, String.valueOf(cause), "", cause);
    }

    static void write(LisleException failure, ByteBuf out) {
        for (String text : new String[] {failure.code().name(), failure.what(), failure.nextStep()}) {
            byte[] whole = text.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(whole.length, MAX_TEXT_BYTES);
            out.writeShort(length).writeBytes(whole, 0, length);
        }
    }

    static LisleException read(ByteBuf in) {
        String code = text(in);
        String what = text(in);
        String nextStep = text(in);
        ErrorCode known = Arrays.stream(ErrorCode.values())
                .filter(candidate -> candidate.name().equals(code))
                .findFirst()
                .orElse(ErrorCode.INTERNAL_ERROR);
        return new LisleException(known, what, nextStep);
    }

    private static String text(ByteBuf in) {
        return new String(ByteBufUtil.getBytes(in.readSlice(in.readUnsignedShort())), StandardCharsets.UTF_8);
    }

    private Failures() {}
}
