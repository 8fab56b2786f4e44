package org.lisle.core.codec;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collections and maps of the JDK, Optional, and iterables that can only be gone through. */
final class CollectionForms {
    /** Room made beforehand; a wrong size must not cost more. */
    private static final int MOST_ROOM = 1 << 16;

    private CollectionForms() {}

    static void register(TypeTable.Registrar types) {
        types.writer(ArrayList.class, CollectionForms::writeList);
        types.reader(Tag.LIST, (in, codec) -> {
            int size = in.readLength();
            return readInto(new ArrayList<>(Math.min(size, MOST_ROOM)), size, in, codec);
        });
        types.writer(HashSet.class, (value, out, codec) -> writeElements(Tag.HASH_SET, value, out, codec));
        types.reader(Tag.HASH_SET, (in, codec) -> {
            int size = in.readLength();
            return readInto(new HashSet<>(room(size)), size, in, codec);
        });
        types.writer(LinkedHashSet.class, (value, out, codec) -> writeElements(Tag.LINKED_SET, value, out, codec));
        types.reader(Tag.LINKED_SET, (in, codec) -> {
            int size = in.readLength();
            return readInto(new LinkedHashSet<>(room(size)), size, in, codec);
        });
        types.writer(TreeSet.class, CollectionForms::writeOtherSet);
        types.reader(Tag.TREE_SET, (in, codec) -> readInto(new TreeSet<>(), in.readLength(), in, codec));
        types.writer(HashMap.class, (value, out, codec) -> writeEntries(Tag.HASH_MAP, value, out, codec));
        types.reader(Tag.HASH_MAP, (in, codec) -> {
            int size = in.readLength();
            return readInto(new HashMap<>(room(size)), size, in, codec);
        });
        types.writer(LinkedHashMap.class, (value, out, codec) -> writeEntries(Tag.LINKED_MAP, value, out, codec));
        types.reader(Tag.LINKED_MAP, (in, codec) -> {
            int size = in.readLength();
            return readInto(new LinkedHashMap<>(room(size)), size, in, codec);
        });
        types.writer(TreeMap.class, CollectionForms::writeOtherMap);
        types.reader(Tag.TREE_MAP, (in, codec) -> readInto(new TreeMap<>(), in.readLength(), in, codec));
        types.reader(Tag.ENTRY, (in, codec) -> {
            Object key = codec.readValue(in);
            return new AbstractMap.SimpleImmutableEntry<@Nullable Object, @Nullable Object>(key, codec.readValue(in));
        });
        types.reader(Tag.ITERABLE, CollectionForms::readIterable);
        types.writer(Optional.class, CollectionForms::writeOptional);
        types.reader(Tag.EMPTY_OPTIONAL, (in, codec) -> Optional.empty());
        types.reader(Tag.OPTIONAL, CollectionForms::readOptional);
    }

    static void writeList(Object value, RecordOutput out, TaggedCodec codec) {
        List<?> list = (List<?>) value;
        int size = list.size();
        out.writeByte(Tag.LIST);
        out.writeVarInt(size);
        for (Object element : list) {
            codec.writeValue(element, out);
        }
    }

    /** A sorted set, or a set whose class has no name in programs. */
    static void writeOtherSet(Object value, RecordOutput out, TaggedCodec codec) {
        if (!(value instanceof SortedSet<?> sorted)) {
            writeElements(Tag.LINKED_SET, value, out, codec);
        } else if (isNatural(sorted.comparator())) {
            writeElements(Tag.TREE_SET, value, out, codec);
        } else {
            codec.types().kryo().write(new TreeSet<>(sorted), out, codec);
        }
    }

    /** A sorted map, or a map whose class has no name in programs. */
    static void writeOtherMap(Object value, RecordOutput out, TaggedCodec codec) {
        if (!(value instanceof SortedMap<?, ?> sorted)) {
            writeEntries(Tag.LINKED_MAP, value, out, codec);
        } else if (isNatural(sorted.comparator())) {
            writeEntries(Tag.TREE_MAP, value, out, codec);
        } else {
            codec.types().kryo().write(new TreeMap<>(sorted), out, codec);
        }
    }

    private static boolean isNatural(@Nullable Comparator<?> order) {
        return order == null || order.equals(Comparator.naturalOrder());
    }

    static void writeEntry(Object value, RecordOutput out, TaggedCodec codec) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
        out.writeByte(Tag.ENTRY);
        codec.writeValue(entry.getKey(), out);
        codec.writeValue(entry.getValue(), out);
    }

    /** An iterable of unknown size, such as the values of a key that lie on disk. */
    static void writeIterable(Object value, RecordOutput out, TaggedCodec codec) {
        out.writeByte(Tag.ITERABLE);
        for (Object element : (Iterable<?>) value) {
            out.writeBoolean(true);
            codec.writeValue(element, out);
        }
        out.writeBoolean(false);
    }

    private static Object readIterable(RecordInput in, TaggedCodec codec) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.readBoolean()) {
            elements.add(codec.readValue(in));
        }
        return elements;
    }

    private static void writeOptional(Object value, RecordOutput out, TaggedCodec codec) {
        Optional<?> optional = (Optional<?>) value;
        if (optional.isPresent()) {
            out.writeByte(Tag.OPTIONAL);
            codec.writeValue(optional.get(), out);
        } else {
            out.writeByte(Tag.EMPTY_OPTIONAL);
        }
    }

    private static Object readOptional(RecordInput in, TaggedCodec codec) {
        Object value = codec.readValue(in);
        if (value == null) {
            throw in.corrupt("an Optional holds null");
        }
        return Optional.of(value);
    }

    private static void writeElements(int tag, Object value, RecordOutput out, TaggedCodec codec) {
        Set<?> elements = (Set<?>) value;
        out.writeByte(tag);
        out.writeVarInt(elements.size());
        for (Object element : elements) {
            codec.writeValue(element, out);
        }
    }

    private static void writeEntries(int tag, Object value, RecordOutput out, TaggedCodec codec) {
        Map<?, ?> entries = (Map<?, ?>) value;
        out.writeByte(tag);
        out.writeVarInt(entries.size());
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            codec.writeValue(entry.getKey(), out);
            codec.writeValue(entry.getValue(), out);
        }
    }

    private static Object readInto(Collection<@Nullable Object> target, int size, RecordInput in, TaggedCodec codec) {
        for (int i = 0; i < size; i++) {
            target.add(codec.readValue(in));
        }
        return target;
    }

    private static Object readInto(
            Map<@Nullable Object, @Nullable Object> target, int size, RecordInput in, TaggedCodec codec) {
        for (int i = 0; i < size; i++) {
            Object key = codec.readValue(in);
            target.put(key, codec.readValue(in));
        }
        return target;
    }

    private static int room(int size) {
        return Math.min(size + size / 3 + 1, MOST_ROOM);
    }
}
