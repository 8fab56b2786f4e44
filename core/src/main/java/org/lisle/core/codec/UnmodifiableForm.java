package org.lisle.core.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code Collections.unmodifiable...} makes, inside of Kryo: a copy of the content, wrapped again. */
final class UnmodifiableForm extends Serializer<Object> {
    static boolean applies(Class<?> type) {
        return type.getName().startsWith("java.util.Collections$Unmodifiable");
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        kryo.writeClassAndObject(output, copy(value));
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        return wrap(kryo.readClassAndObject(input), type);
    }

    private static Object copy(Object value) {
        if (value instanceof SortedMap<?, ?> map) {
            return new TreeMap<>(map);
        } else if (value instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map);
        } else if (value instanceof SortedSet<?> set) {
            return new TreeSet<>(set);
        } else if (value instanceof Set<?> set) {
            return new LinkedHashSet<>(set);
        }
        return new ArrayList<>((Collection<?>) value);
    }

    private static Object wrap(Object copy, Class<?> type) {
        if (copy instanceof TreeMap<?, ?> map) {
            return Collections.unmodifiableNavigableMap(map);
        } else if (copy instanceof Map<?, ?> map) {
            return Collections.unmodifiableMap(map);
        } else if (copy instanceof TreeSet<?> set) {
            return Collections.unmodifiableNavigableSet(set);
        } else if (copy instanceof Set<?> set) {
            return Collections.unmodifiableSet(set);
        }
        return List.class.isAssignableFrom(type)
                ? Collections.unmodifiableList((List<?>) copy)
                : Collections.unmodifiableCollection((Collection<?>) copy);
    }
}
