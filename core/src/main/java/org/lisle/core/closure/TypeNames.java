package org.lisle.core.closure;

/** Names of types as people know them. */
final class TypeNames {
    private TypeNames() {}

    /** {@code "a lambda in WordCountJob"}, or {@code "WordCountJob"} for an object of that class. */
    static String of(Object value) {
        Class<?> type = value.getClass();
        return isLambda(type) ? "a lambda in " + lambdaHome(type) : simple(type);
    }

    static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.getName().contains("$$Lambda");
    }

    /** The class in whose source the lambda stands, without its package. */
    static String lambdaHome(Class<?> type) {
        String name = type.getName();
        return withoutPackage(name.substring(0, name.indexOf("$$Lambda")));
    }

    /** Without the package; an anonymous class keeps the name of the class around it. */
    static String simple(Class<?> type) {
        String simple = type.getSimpleName();
        return simple.isEmpty() ? withoutPackage(type.getName()) : simple;
    }

    static String withoutPackage(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('/')) + 1);
    }
}
