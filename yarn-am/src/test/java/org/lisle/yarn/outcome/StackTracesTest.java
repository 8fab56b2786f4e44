package org.lisle.yarn.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.core.error.RemoteStackTrace;

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
    void endsWhereLisleCalledWhenNoFrameIsTheUsers() {
        Throwable failure = thrown(
                new NoClassDefFoundError("com/acme/Missing"),
                "java.lang.Class",
                "org.lisle.cli.LocalProgram",
                "org.lisle.shaded.picocli.CommandLine");

        assertThat(StackTraces.ofUser(failure))
                .contains("at java.lang.Class.call")
                .doesNotContain("org.lisle");
    }

    @Test
    void framesOfLislesOwnLibrariesAreNoUsers() {
        Throwable failure = thrown(
                new IllegalStateException("x"),
                "org.lisle.local.LocalMaster",
                "org.lisle.shaded.com.esotericsoftware.kryo.kryo5.Kryo");

        assertThat(StackTraces.userFrame(failure)).isEmpty();
    }

    @Test
    void aTraceFromElsewhereBeginsWithTheUserWhenOnlyTheJdkStandsAboveHisFrame() {
        assertThat(beginsWithUser(
                        "\tat java.base/java.util.Arrays.copyOf(Arrays.java:1)\n\tat com.acme.Job.run(Job.java:2)"))
                .isTrue();
        assertThat(beginsWithUser("\tat Job.lambda$main$0(Job.java:2)"))
                .as("without a package")
                .isTrue();
        assertThat(
                        beginsWithUser(
                                "\tat java.base/java.util.Arrays.copyOf(Arrays.java:1)\n"
                                        + "\tat org.lisle.executor.step.MapStep.push(MapStep.java:2)\n\tat com.acme.Job.run(Job.java:2)"))
                .isFalse();
        assertThat(beginsWithUser("")).isFalse();
    }

    private static boolean beginsWithUser(String frames) {
        return StackTraces.beginsWithUser(new RemoteStackTrace("x", "java.lang.OutOfMemoryError: x\n" + frames));
    }

    @Test
    void showsAllFramesWhereNoneIsTheUsers() {
        assertThat(StackTraces.ofUser(thrown(new RuntimeException("x"), "java.util.List")))
                .contains("java.util.List");
    }
}
