package org.lisle.core.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** All other objects: written by Kryo, which is made when the first of them is seen. */
final class KryoForm implements ValueWriter, ValueReader {
    private static final int KEPT_BYTES = 1 << 20;

    /** A line of the trace that Kryo puts into its messages: field and class, the innermost first. */
    private static final Pattern TRACE_LINE = Pattern.compile("^(\\S+) \\((\\S+)\\)$", Pattern.MULTILINE);

    private final ClassLoader loader;
    private @Nullable JobKryo kryo;
    private Output output = new Output(1024, -1);
    private final Input input = new Input(new byte[0]);

    KryoForm(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public void write(Object value, RecordOutput out, TaggedCodec codec) {
        output.reset();
        try {
            kryo().writeClassAndObject(output, value);
            out.writeByte(Tag.KRYO);
            out.writeVarInt(output.position());
            out.writeBytes(output.getBuffer(), 0, output.position());
        } catch (KryoException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new UnwritableValue(firstLine(e), path(e), e);
        } finally {
            if (output.getBuffer().length > KEPT_BYTES) {
                output = new Output(1024, -1);
            }
        }
    }

    @Override
    public Object read(RecordInput in, TaggedCodec codec) {
        int length = in.readLength();
        in.require(length);
        input.setBuffer(in.buffer(), in.position(), length);
        in.skip(length);
        try {
            return kryo().readClassAndObject(input);
        } catch (LisleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private JobKryo kryo() {
        if (kryo == null) {
            kryo = new JobKryo(loader);
        }
        return kryo;
    }

    private static LisleException unreadable(RuntimeException failure) {
        String line = firstLine(failure);
        if (line.startsWith("Unable to find class: ")) {
            return new LisleException(
                    ErrorCode.CLASS_NOT_FOUND,
                    "the class " + line.substring("Unable to find class: ".length()) + " of a record is not there",
                    "add the jar that contains it with --jars",
                    failure);
        }
        String path = path(failure);
        return new LisleException(
                ErrorCode.RECORD_NOT_SERIALIZABLE,
                "a record cannot be read back" + (path.isEmpty() ? "" : " at " + path) + ": " + line,
                "make its class a Java record, or let it implement java.io.Serializable with writeObject and readObject",
                failure);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElseGet(failure::toString);
    }

    private static String path(Throwable failure) {
        List<String> steps = new ArrayList<>();
        Matcher lines = TRACE_LINE.matcher(String.valueOf(failure.getMessage()));
        while (lines.find()) {
            String type = lines.group(2);
            steps.add(
                    type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1) + "." + lines.group(1));
        }
        Collections.reverse(steps);
        return String.join(" -> ", steps);
    }
}
