package org.lisle.core.error;

import java.util.List;

/** Whose code a frame of a stack trace is in: the one answer for all who shorten stack traces to what the user wants to see. */
public enum FrameOrigin {
    /** The user's program, and libraries it brought. */
    USER,
    /** What the user's program calls of Lisle. */
    API,
    /** Lisle's own, below the API. */
    ENGINE,
    HADOOP,
    JDK;

    /** With a test that every class of the product is in one of them. Programs (examples, benchmarks, tests of whole jobs) stand outside. */
    private static final List<String> OF_ENGINE = List.of(
            "org.lisle.core.",
            "org.lisle.dag.",
            "org.lisle.executor.",
            "org.lisle.hdfs.",
            "org.lisle.transport.",
            "org.lisle.yarn.",
            "org.lisle.local.",
            "org.lisle.cli.",
            "org.lisle.format.",
            "org.lisle.shaded.");

    private static final List<String> OF_JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** By the full name of the frame's class. */
    public static FrameOrigin of(String className) {
        if (className.startsWith("org.lisle.api.")) {
            return API;
        }
        if (OF_ENGINE.stream().anyMatch(className::startsWith)) {
            return ENGINE;
        }
        if (className.startsWith("org.apache.hadoop.")) {
            return HADOOP;
        }
        return OF_JDK.stream().anyMatch(className::startsWith) ? JDK : USER;
    }

    public static FrameOrigin of(StackTraceElement frame) {
        return of(frame.getClassName());
    }
}
