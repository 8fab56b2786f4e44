package org.lisle.yarn.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.error.RemoteStackTrace;

class DiagnosticsTest {
    private static final Phases PHASES = new Phases(1, 2, 3, 4, 5, 6);

    @Test
    void readsBackWhatItWrote() {
        Diagnostics failure =
                new Diagnostics(ErrorCode.USER_CODE_FAILED, "it broke", "a.B: x\n\tat a.B.c(B.java:1)", PHASES);
        assertThat(Diagnostics.parse(failure.format())).contains(failure);

        Diagnostics success = Diagnostics.success("").with(PHASES);
        assertThat(Diagnostics.parse(success.format())).contains(success);
    }

    @Test
    void isFoundInsideWhatYarnWritesAroundIt() {
        String text = "Application application_1 failed 1 times due to AM Container exited with exitCode: 1\n"
                + "Last 4096 bytes of stderr :\n[NOT_A_CODE] x\n"
                + Diagnostics.of(new LisleException(ErrorCode.EXECUTOR_TOO_LARGE, "too large", "lower it"))
                        .format();

        assertThat(Diagnostics.parse(text)).hasValueSatisfying(found -> {
            assertThat(found.code()).isEqualTo(ErrorCode.EXECUTOR_TOO_LARGE);
            assertThat(found.message()).startsWith("too large: lower it");
        });
        assertThat(Diagnostics.parse("killed by user")).isEmpty();
    }

    @Test
    void whatEndsTheApplicationMasterOutsideOfTheProgramIsNotTheProgramsFault() {
        Diagnostics diagnostics = Diagnostics.ofApplicationMaster(new java.io.IOException("no staging directory"));

        assertThat(diagnostics.code()).isEqualTo(ErrorCode.APPLICATION_FAILED);
        assertThat(diagnostics.message()).contains("ApplicationMaster").contains("no staging directory");
        assertThat(diagnostics.trace()).isEmpty();
        assertThat(Diagnostics.ofApplicationMaster(new LisleException(ErrorCode.PROTOCOL, "odd", "look"))
                        .code())
                .isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void anExceptionOfTheUsersIsShownWithItsTrace() {
        Diagnostics diagnostics = Diagnostics.of(new IllegalStateException("no such day"));

        assertThat(diagnostics.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
        assertThat(diagnostics.message()).contains("no such day");
        assertThat(diagnostics.trace()).contains("IllegalStateException: no such day", "\tat ");
    }

    @Test
    void anExceptionOfATaskIsShownAsItWasThrownThere() {
        RemoteStackTrace remote = new RemoteStackTrace("a.B: x", "a.B: x\n\tat com.acme.Parse.call(Parse.java:9)");

        Diagnostics diagnostics =
                Diagnostics.of(new LisleException(ErrorCode.USER_CODE_FAILED, "task 3 failed 4 times", "", remote));

        assertThat(diagnostics.trace()).startsWith("a.B: x\n\tat com.acme.Parse.call(Parse.java:9)");
    }

    @Test
    void anErrorOfLislesHasNoTraceUnlessTheUserThrewSomethingAroundIt() {
        LisleException exists = new LisleException(ErrorCode.OUTPUT_EXISTS, "out is there", "remove it");

        assertThat(Diagnostics.of(exists).trace()).isEmpty();
        Diagnostics wrapped = Diagnostics.of(new RuntimeException("my job failed", exists));
        assertThat(wrapped.code()).isEqualTo(ErrorCode.OUTPUT_EXISTS);
        assertThat(wrapped.trace()).contains("my job failed");
    }

    @Test
    void aTaskThatExhaustsMemoryInTheUsersFunctionShowsWhereAndInTheEnginesNothing() {
        assertThat(exhausted("com.acme.Parse.call(Parse.java:9)").trace())
                .startsWith("java.lang.OutOfMemoryError")
                .contains("com.acme.Parse");
        assertThat(exhausted("org.lisle.executor.table.KeyTable.grow(KeyTable.java:9)")
                        .trace())
                .isEmpty();
    }

    private static Diagnostics exhausted(String frame) {
        RemoteStackTrace remote = new RemoteStackTrace("x", "java.lang.OutOfMemoryError: heap\n\tat " + frame);
        return Diagnostics.of(new LisleException(ErrorCode.MEMORY_EXHAUSTED, "task 3 failed", "raise it", remote));
    }

    @Test
    void aClassThatCannotBeInitialisedIsShownByItsCause() {
        Diagnostics diagnostics = Diagnostics.of(new ExceptionInInitializerError(new IllegalStateException("no day")));

        assertThat(diagnostics.message()).isEqualTo("the program failed with java.lang.IllegalStateException: no day");
        assertThat(diagnostics.trace()).startsWith("java.lang.IllegalStateException: no day");
    }

    @Test
    void theUsersLineIsNamedOnce() {
        StackTraceElement[] frames = {new StackTraceElement("com.acme.Job", "run", "Job.java", 9)};
        LisleException named = new LisleException(ErrorCode.INVALID_ARGUMENT, "map at Job.java:9: no", "");
        named.setStackTrace(frames);
        LisleException other = new LisleException(ErrorCode.INVALID_ARGUMENT, "map at Job.java:90: no", "");
        other.setStackTrace(frames);

        assertThat(Diagnostics.of(named).message()).isEqualTo("map at Job.java:9: no");
        assertThat(Diagnostics.of(other).message()).endsWith("no (at com.acme.Job.run(Job.java:9))");
    }

    @Test
    void aDriverWithoutMemoryIsAResourceProblem() {
        assertThat(Diagnostics.of(new OutOfMemoryError("Java heap space")))
                .satisfies(found -> assertThat(found.code()).isEqualTo(ErrorCode.MEMORY_EXHAUSTED))
                .satisfies(found -> assertThat(found.message()).contains("lisle.driver.memory"));
    }

    @Test
    void aMessageOfSeveralLinesStaysOneLineAndLongOnesAreCut() {
        String text = Diagnostics.of(new RuntimeException("line\n[SUCCEEDED] forged\n" + "x".repeat(100_000)))
                .format();

        assertThat(text).hasSizeLessThan(30_000);
        assertThat(Diagnostics.parse(text))
                .hasValueSatisfying(found -> assertThat(found.code()).isEqualTo(ErrorCode.USER_CODE_FAILED));
    }
}
