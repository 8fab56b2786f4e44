package org.lisle.core.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.List;

/** The bytes of a class that is defined again, hidden, with method handles as constants. Immutable. */
public final class ClassTemplate {
    private final byte[] bytes;

    public ClassTemplate(Class<?> template) {
        String file = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not beside the classes it was compiled with");
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An object of the class, defined again.
     *
     * @param lookup of the package of the template
     * @param handles what {@link #handle} gives it
     */
    public Object define(MethodHandles.Lookup lookup, MethodHandle... handles) throws ReflectiveOperationException {
        MethodHandles.Lookup defined = lookup.defineHiddenClassWithClassData(bytes, List.of(handles), true);
        Constructor<?> constructor = defined.lookupClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** A handle of the class that is being initialised, by its number. */
    public static MethodHandle handle(MethodHandles.Lookup lookup, int index) {
        try {
            return MethodHandles.classDataAt(lookup, "_", MethodHandle.class, index);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the class data of a class defined here", e);
        }
    }
}
