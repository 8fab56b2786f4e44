package org.lisle.core.codec;

import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.lisle.core.error.LisleException;

/** Never used itself: {@link RecordAccess#of} defines its bytes again for each record class, with the class's handles as class data. */
final class RecordAccessTemplate extends RecordAccess {
    private static final MethodHandle WRITER = handle(0);
    private static final MethodHandle READER = handle(1);

    RecordAccessTemplate() {}

    private static MethodHandle handle(int index) {
        try {
            return MethodHandles.classDataAt(MethodHandles.lookup(), "_", MethodHandle.class, index);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the class data of a class defined here", e);
        }
    }

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
