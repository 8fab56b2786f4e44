package org.lisle.yarn.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTracesTest {
    private static StackTraceElement frame(String type) {
        return new StackTraceElement(type, "call", "File.java", 1);
    }

    private static Throwable thrown(Throwable failure, String... types) {
        StackTraceElement[] frames = new StackTraceElement[types.length];
        for (int i = 0; i < types.length; i++) {
            frames[i] = frame(types[i]);
        }
        failure.setStackTrace(frames);
        return failure;
    }

    @Test
    void endsAtTheUsersLastFrameAndKeepsTheLibraryFramesAboveIt() {
        Throwable failure = thrown(
                new RuntimeException("x"),
                "java.lang.Integer",
                "com.acme.Job",
                "org.lisle.api.Rdd",
                "com.acme.Main",
                "java.lang.reflect.Method",
                "org.lisle.yarn.am.UserProgram");

        assertThat(StackTraces.ofUser(failure))
                .contains("java.lang.Integer", "com.acme.Job", "com.acme.Main")
                .doesNotContain("reflect", "UserProgram");
        assertThat(StackTraces.userFrame(failure)).hasValue("com.acme.Job.call(File.java:1)");
    }

    @Test
    void showsCausesAndExamplesAsTheUsers() {
        Throwable cause = thrown(new RuntimeException("deep"), "org.lisle.examples.Pi", "org.lisle.yarn.am.X");
        Throwable failure = thrown(new RuntimeException("top", cause), "com.acme.Main", "java.lang.Thread");

        assertThat(StackTraces.ofUser(failure))
                .contains("Caused by: java.lang.RuntimeException: deep", "org.lisle.examples.Pi")
                .doesNotContain("org.lisle.yarn");
    }

    @Test
    void showsAllFramesWhereNoneIsTheUsers() {
        assertThat(StackTraces.ofUser(thrown(new RuntimeException("x"), "java.util.List")))
                .contains("java.util.List");
    }
}
