package org.lisle.core.codec;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.ClosureSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kryo, set up for classes nobody registered: by name, with references, made without constructors where there is none to call, and
 * by Java serialisation where copying fields is wrong or not possible.
 */
final class JobKryo extends Kryo {
    private final SerialForm serialForm = new SerialForm();

    JobKryo(ClassLoader loader) {
        setClassLoader(loader);
        setRegistrationRequired(false);
        setReferences(true);
        setOptimizedGenerics(false);
        setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        var fields = new FieldSerializer.FieldSerializerConfig();
        // an inner object without the object around it would fail where it is used
        fields.setIgnoreSyntheticFields(false);
        setDefaultSerializer(new SerializerFactory.FieldSerializerFactory(fields));
        // Kryo's own form of lambdas wants a part of the JDK opened, and finds their classes with its own class loader
        register(ClosureSerializer.Closure.class, serialForm);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Serializer getDefaultSerializer(Class type) {
        if (UnmodifiableForm.applies(type)) {
            return new UnmodifiableForm();
        }
        boolean serial = isCollectionOfJdk(type) ? !canBeFilled(type) : saysItsForm(type);
        return serial ? serialForm : super.getDefaultSerializer(type);
    }

    /** Called for classes that have no serializer of their own. */
    @Override
    @SuppressWarnings("rawtypes")
    protected Serializer newDefaultSerializer(Class type) {
        Class<?> closed = closedAncestor(type);
        if (closed == null) {
            return super.newDefaultSerializer(type);
        }
        if (Serializable.class.isAssignableFrom(type)) {
            return serialForm;
        }
        throw new KryoException("objects of class " + type.getName() + " cannot be serialised");
    }

    private static boolean saysItsForm(Class<?> type) {
        return !SerialForm.isOfJdk(type)
                && !type.isEnum()
                && !type.isArray()
                && !KryoSerializable.class.isAssignableFrom(type)
                && !type.isAnnotationPresent(DefaultSerializer.class)
                && SerialForm.isChosenBy(type);
    }

    private static boolean isCollectionOfJdk(Class<?> type) {
        return SerialForm.isOfJdk(type)
                && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
                && Modifier.isPublic(type.getModifiers());
    }

    /** Whether Kryo, which makes collections empty and adds the elements, can make this one. */
    private static boolean canBeFilled(Class<?> type) {
        return EnumSet.class.isAssignableFrom(type)
                || Stream.of(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    /** The class among the type and its ancestors that has fields which its module hides; null when there is none. */
    private static @Nullable Class<?> closedAncestor(Class<?> type) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            boolean open = at.getModule().isOpen(at.getPackageName(), JobKryo.class.getModule());
            if (!open && at.getDeclaredFields().length > 0) {
                return at;
            }
        }
        return null;
    }
}
