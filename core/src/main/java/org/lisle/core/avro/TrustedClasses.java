package org.lisle.core.avro;

import java.util.Set;
import org.apache.avro.util.ClassSecurityValidator;
import org.lisle.core.journal.Journal;
import org.lisle.core.message.Wire;

/**
 * Which classes Avro may make while it reads. Set in code and not by Avro's system property, because shading rewrites the property's name
 * together with Avro's packages.
 */
public final class TrustedClasses {
    private static final Set<String> PACKAGES = Set.of(Wire.class.getPackageName(), Journal.class.getPackageName());

    private TrustedClasses() {}

    /**
     * Trusts messages and the journal's records, and besides them only the plain values (String, Integer, ...) that Avro itself trusts.
     * Idempotent; to be called before a class of them is used with Avro.
     */
    public static void install() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT_TRUSTED_CLASSES, type -> PACKAGES.contains(type.getPackageName())));
    }
}
