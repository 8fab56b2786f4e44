package org.lisle.core.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

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
        MethodHandles.Lookup defined =
                MethodHandles.lookup().defineHiddenClassWithClassData(Template.BYTES, List.of(writer, reader), true);
        return (RecordAccess) defined.lookupClass().getDeclaredConstructor().newInstance();
    }

    /** The bytes of the template's class. */
    private static final class Template {
        private static final byte[] BYTES = read();

        private static byte[] read() {
            String file = RecordAccessTemplate.class.getSimpleName() + ".class";
            try (InputStream in = RecordAccessTemplate.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException(file + " is not beside the classes it was compiled with");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
