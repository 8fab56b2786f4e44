package org.lisle.core.codec;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the values of each class are written, and what stands behind each tag. Classes are decided on when they are first seen. */
final class TypeTable {
    private static final Map<Class<?>, ValueWriter> KNOWN = new HashMap<>();
    private static final @Nullable ValueReader[] READERS = new @Nullable ValueReader[Tag.COUNT];

    static {
        var types = new Registrar();
        ScalarForms.register(types);
        ArrayForms.register(types);
        CollectionForms.register(types);
        types.reader(Tag.RECORD, RecordForm::read);
        types.reader(Tag.ENUM, EnumForm::read);
    }

    private final Map<Class<?>, ValueWriter> writers = new HashMap<>(KNOWN);
    private final Map<Class<?>, Object[]> constants = new HashMap<>();
    private final KryoForm kryo;

    /** Takes the built-in forms at class initialisation. */
    static final class Registrar {
        private Registrar() {}

        void writer(Class<?> type, ValueWriter writer) {
            KNOWN.put(type, writer);
        }

        void reader(int tag, ValueReader reader) {
            READERS[tag] = reader;
        }
    }

    TypeTable(KryoForm kryo) {
        this.kryo = kryo;
    }

    ValueWriter writer(Class<?> type) {
        ValueWriter writer = writers.get(type);
        if (writer == null) {
            writer = decide(type);
            writers.put(type, writer);
        }
        return writer;
    }

    /** Null when there is no such tag. */
    @Nullable
    ValueReader reader(int tag) {
        return tag == Tag.KRYO ? kryo : READERS[tag];
    }

    KryoForm kryo() {
        return kryo;
    }

    /** The constants of an enum, in their order; not to be changed. */
    Object[] constants(Class<?> type) {
        return constants.computeIfAbsent(type, enumeration -> {
            Object[] values = enumeration.getEnumConstants();
            if (values == null) {
                throw new IllegalStateException(enumeration + " is written as an enum but is none here");
            }
            return values;
        });
    }

    /** The form of records of a class, made once. */
    RecordForm recordForm(Class<?> type) {
        if (writer(type) instanceof RecordForm form) {
            return form;
        }
        throw new IllegalStateException(type + " is written as a record but is none here");
    }

    private ValueWriter decide(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return EnumForm::write;
        }
        if (type.isArray()) {
            return ArrayForms::writeArray;
        }
        if (RecordParts.areWritten(type)) {
            return RecordForm.of(type);
        }
        if (isInternalToJdk(type)) {
            if (List.class.isAssignableFrom(type)) {
                return CollectionForms::writeList;
            }
            if (Set.class.isAssignableFrom(type)) {
                return CollectionForms::writeOtherSet;
            }
            if (Map.class.isAssignableFrom(type)) {
                return CollectionForms::writeOtherMap;
            }
            if (Map.Entry.class.isAssignableFrom(type)) {
                return CollectionForms::writeEntry;
            }
        }
        if (Iterable.class.isAssignableFrom(type)
                && !Collection.class.isAssignableFrom(type)
                && !Serializable.class.isAssignableFrom(type)) {
            return CollectionForms::writeIterable;
        }
        return kryo;
    }

    /** Such as the class of {@code List.of(1)}: known to programs by its interface only. */
    private static boolean isInternalToJdk(Class<?> type) {
        return SerialForm.isOfJdk(type) && !Modifier.isPublic(type.getModifiers());
    }
}
