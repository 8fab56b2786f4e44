package org.lisle.transport.message;

import org.apache.avro.util.ClassSecurityValidator;
import org.lisle.core.message.Wire;

/**
 * Which classes Avro may make while it reads. Set in code and not by Avro's system property, because shading rewrites the property's name
 * together with Avro's packages.
 */
final class TrustedClasses {
    private static final String MESSAGES = Wire.class.getPackageName();

    /** Trusts the messages, and besides them only the plain values (String, Integer, ...) that Avro itself trusts. Idempotent. */
    static void install() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT_TRUSTED_CLASSES, TrustedClasses::isMessage));
    }

    private static boolean isMessage(Class<?> type) {
        return type.getPackageName().equals(MESSAGES);
    }

    private TrustedClasses() {}
}
