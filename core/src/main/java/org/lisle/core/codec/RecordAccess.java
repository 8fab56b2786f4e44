package org.lisle.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** Calls the two handles of one record class, see {@link RecordHandles}. */
abstract class RecordAccess {
    /** Writes all components. */
    abstract void write(Object value, RecordOutput out, TaggedCodec codec);

    /** Reads all components and makes the record. @throws Refused when its constructor does not accept them */
    abstract Object read(RecordInput in, TaggedCodec codec);

    /** What a record's constructor threw. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(Throwable cause) {
            super(null, cause, false, false);
        }
    }

    /** An access in a hidden class of its own: {@link RecordAccessTemplate} defined again, with the handles as constants. */
    static RecordAccess of(MethodHandle writer, MethodHandle reader) throws ReflectiveOperationException {
        return (RecordAccess) Template.BYTES.define(MethodHandles.lookup(), writer, reader);
    }

    /** Read when it is first needed. */
    private static final class Template {
        private static final ClassTemplate BYTES = new ClassTemplate(RecordAccessTemplate.class);
    }
}
