package org.lisle.format.avro;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * The classes that Avro may load by their names: those of the schemas of classes that the program named itself, besides what Avro trusts
 * anyway. The schema in a file may name any class, and does not make it trusted. Thread-safe.
 */
final class TrustedTypes implements ClassSecurityValidator.ClassSecurityPredicate {
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private final ClassSecurityValidator.ClassSecurityPredicate before;

    private TrustedTypes(ClassSecurityValidator.ClassSecurityPredicate before) {
        this.before = before;
    }

    static synchronized void trust(Schema schema) {
        add(schema, new HashSet<>());
        if (!(ClassSecurityValidator.getGlobal() instanceof TrustedTypes)) {
            ClassSecurityValidator.setGlobal(new TrustedTypes(ClassSecurityValidator.getGlobal()));
        }
    }

    private static void add(Schema schema, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    addNamed(schema);
                    schema.getFields().forEach(field -> add(field.schema(), seen));
                }
            }
            case ENUM, FIXED -> addNamed(schema);
            case ARRAY -> {
                addNamedByProperty(schema);
                add(schema.getElementType(), seen);
            }
            case MAP -> {
                addNamedByProperty(schema);
                add(schema.getValueType(), seen);
            }
            case UNION -> schema.getTypes().forEach(branch -> add(branch, seen));
            default -> addNamedByProperty(schema);
        }
    }

    /** A class may be nested in the one that its namespace is called after. */
    private static void addNamed(Schema schema) {
        NAMES.add(SpecificData.getClassName(schema));
        NAMES.add(schema.getNamespace() + "$" + schema.getName());
    }

    private static void addNamedByProperty(Schema schema) {
        for (String property :
                Set.of(SpecificData.CLASS_PROP, SpecificData.ELEMENT_PROP, SpecificData.KEY_CLASS_PROP)) {
            String named = schema.getProp(property);
            if (named != null) {
                NAMES.add(named);
            }
        }
    }

    @Override
    public boolean isTrusted(Class<?> type) {
        return NAMES.contains(type.getName()) || before.isTrusted(type);
    }
}
