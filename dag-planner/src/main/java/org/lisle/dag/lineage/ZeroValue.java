package org.lisle.dag.lineage;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Supplier;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordCodecs;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;

/**
 * Gives a new copy of a neutral value each time, so that functions may change what they are given. The value is taken as it is now; the
 * copies are made on any number of threads. What cannot be changed anyway is not copied.
 */
public final class ZeroValue<Z> implements Supplier<Z> {
    private static final long serialVersionUID = 1L;

    private final @Nullable Serializable constant;
    private final byte @Nullable [] encoded;
    private transient @Nullable ThreadLocal<Copier> copier;

    private ZeroValue(@Nullable Serializable constant, byte @Nullable [] encoded) {
        this.constant = constant;
        this.encoded = encoded;
    }

    /** @throws org.lisle.core.error.LisleException RECORD_NOT_SERIALIZABLE naming the value's class */
    public static <Z> ZeroValue<Z> of(Z value) {
        if (value == null || isConstant(value)) {
            return new ZeroValue<>((Serializable) value, null);
        }
        RecordOutput out = new RecordOutput(256);
        RecordCodecs.forJob(loader()).write(value, out);
        return new ZeroValue<>(null, Arrays.copyOf(out.buffer(), out.position()));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // a zero value may be null
    public Z call() {
        byte[] bytes = encoded;
        return (Z) (bytes == null ? constant : copier().get().copy(bytes));
    }

    private synchronized ThreadLocal<Copier> copier() {
        ThreadLocal<Copier> known = copier;
        if (known == null) {
            known = ThreadLocal.withInitial(Copier::new);
            copier = known;
        }
        return known;
    }

    private static boolean isConstant(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || (value instanceof Number && value.getClass().getName().startsWith("java.lang."));
    }

    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? ZeroValue.class.getClassLoader() : ofThread;
    }

    /** One thread's codec. */
    private static final class Copier {
        private final RecordCodec codec = RecordCodecs.forJob(loader());
        private final RecordInput in = new RecordInput();

        @Nullable
        Object copy(byte[] encoded) {
            in.reset(encoded, 0, encoded.length);
            return codec.read(in);
        }
    }
}
