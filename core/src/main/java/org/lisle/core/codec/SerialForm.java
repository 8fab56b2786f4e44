package org.lisle.core.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import org.lisle.core.closure.ClosureFilter;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.closure.JobObjectInput;

/**
 * Java serialisation inside of Kryo, for classes that say themselves how they are serialised, or whose fields are closed to Kryo. Read
 * through the filter for closures.
 */
final class SerialForm extends Serializer<Object> {
    private static final List<String> OWN_FORM = List.of("writeReplace", "writeObject", "readResolve", "readObject");

    /** Whether a class says itself how it is serialised, so that copying its fields would be wrong. */
    static boolean isChosenBy(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return false;
        }
        if (Externalizable.class.isAssignableFrom(type)) {
            return true;
        }
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (var method : at.getDeclaredMethods()) {
                if (OWN_FORM.contains(method.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(value);
        } catch (NotSerializableException e) {
            throw new KryoException("class " + e.getMessage() + " is not Serializable", e);
        } catch (IOException e) {
            throw new KryoException(e.toString(), e);
        }
        output.writeInt(bytes.size(), true);
        output.writeBytes(bytes.toByteArray());
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        byte[] bytes = input.readBytes(input.readInt(true));
        var filter = new ClosureFilter();
        try (var stream =
                new JobObjectInput(new ByteArrayInputStream(bytes), kryo.getClassLoader(), filter, HandleBinder.NONE)) {
            return stream.readObject();
        } catch (ClassNotFoundException e) {
            throw new KryoException("Unable to find class: " + e.getMessage(), e);
        } catch (IOException e) {
            if (filter.refusal().isPresent()) {
                throw filter.refusal().get();
            }
            throw new KryoException(e.toString(), e);
        }
    }
}
