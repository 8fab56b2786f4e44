package org.lisle.core.closure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Objects;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Functions, and the plans they are in, as bytes and back. The bytes are those of Java serialisation: they are read only from peers that
 * have shown the application's secret, and only through {@link ClosureFilter}. Thread-safe.
 */
public final class Closures {
    private Closures() {}

    /**
     * The bytes of a value.
     *
     * @throws LisleException CLOSURE_NOT_SERIALIZABLE naming the way to the part that cannot be serialised
     */
    public static byte[] serialize(Object value) {
        return serialize(value, "sending " + TypeNames.of(value) + " to executors");
    }

    /**
     * Fails when a function cannot be sent to executors. Called when it is passed in, so that the stack trace shows the line that did.
     *
     * @param operation for the error: the method that the function was passed to, such as {@code "map"}
     * @throws LisleException CLOSURE_NOT_SERIALIZABLE naming the operation and the way to the part that cannot be serialised, such as
     *     {@code WordCountJob.helper -> Helper.connection (java.sql.Connection)}
     */
    public static void check(Object function, String operation) {
        Objects.requireNonNull(function, () -> operation + " was given null instead of a function");
        serialize(function, operation);
    }

    private static byte[] serialize(Object value, String operation) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var output = new ObjectOutputStream(bytes)) {
            output.writeObject(value);
        } catch (IOException e) {
            throw notSerializable(value, operation, e);
        } catch (StackOverflowError e) {
            throw new LisleException(
                    ErrorCode.CLOSURE_NOT_SERIALIZABLE,
                    operation + ": " + TypeNames.of(value) + " is nested too deeply to be serialised",
                    "do not capture long linked structures; cut long lineages with cache and an action, or checkpoints",
                    e);
        }
        return bytes.toByteArray();
    }

    private static LisleException notSerializable(Object value, String operation, IOException cause) {
        String path = CapturedPath.find(value, cause);
        return new LisleException(
                ErrorCode.CLOSURE_NOT_SERIALIZABLE,
                operation + ": the function cannot be sent to executors because of " + path,
                "let that class implement java.io.Serializable, mark the field transient, or copy what the function needs into a local"
                        + " variable before",
                cause);
    }

    /**
     * Reads a value.
     *
     * @param loader finds the classes; the job's class loader
     * @param binder replaces handles
     * @throws LisleException CLASS_NOT_FOUND naming the class that the loader does not find; CLOSURE_CLASS_REFUSED naming the class that
     *     the filter does not let in; INTERNAL_ERROR when the bytes are no such value
     */
    public static <T> T deserialize(byte[] bytes, Class<T> type, ClassLoader loader, HandleBinder binder) {
        var filter = new ClosureFilter();
        try (var input = new JobObjectInput(new ByteArrayInputStream(bytes), loader, filter, binder)) {
            return type.cast(input.readObject());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw classNotFound(e);
        } catch (IOException e) {
            throw filter.refusal().orElseGet(() -> unreadable(type, e));
        } catch (ClassCastException | IllegalArgumentException e) {
            throw unreadable(type, e);
        }
    }

    private static LisleException classNotFound(Throwable cause) {
        return new LisleException(
                ErrorCode.CLASS_NOT_FOUND,
                "the class " + String.valueOf(cause.getMessage()).replace('/', '.')
                        + " that a function needs is not there",
                "add the jar that contains it with --jars",
                cause);
    }

    private static LisleException unreadable(Class<?> type, Exception cause) {
        return new LisleException(
                ErrorCode.INTERNAL_ERROR,
                "serialised bytes cannot be read as " + type.getName() + " (" + cause + ")",
                "do driver and executors have the same version of the application's jar?",
                cause);
    }
}
