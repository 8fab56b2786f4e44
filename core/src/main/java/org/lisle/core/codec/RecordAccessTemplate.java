package org.lisle.core.codec;

import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.lisle.core.error.LisleException;

/** Never used itself: {@link RecordAccess#of} defines its bytes again for each record class, with the class's handles as class data. */
final class RecordAccessTemplate extends RecordAccess {
    private static final MethodHandle WRITER = ClassTemplate.handle(MethodHandles.lookup(), 0);
    private static final MethodHandle READER = ClassTemplate.handle(MethodHandles.lookup(), 1);

    RecordAccessTemplate() {}

    @Override
    void write(Object value, RecordOutput out, TaggedCodec codec) {
        try {
            WRITER.invokeExact(value, out, codec);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("fields throw nothing", e);
        }
    }

    @Override
    Object read(RecordInput in, TaggedCodec codec) {
        try {
            return (Object) READER.invokeExact(in, codec);
        } catch (LisleException | UncheckedIOException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new Refused(e);
        }
    }
}
