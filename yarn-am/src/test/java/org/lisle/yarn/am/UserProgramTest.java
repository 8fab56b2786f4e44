package org.lisle.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class UserProgramTest {
    private static final CountDownLatch LET_GO = new CountDownLatch(1);

    public static final class Returns {
        public static void main(String[] arguments) {
            assertThat(arguments).containsExactly("a", "b");
        }
    }

    public static final class Throws {
        public static void main(String[] arguments) {
            throw new IllegalArgumentException("not like this");
        }
    }

    public static final class ThrowsOneOfLisles {
        public static void main(String[] arguments) {
            throw new LisleException(ErrorCode.OUTPUT_EXISTS, "out is there", "remove it");
        }
    }

    public static final class StartsAThread {
        public static void main(String[] arguments) {
            new Thread(() -> {
                        try {
                            LET_GO.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start();
        }
    }

    public static final class HasNoMain {}

    @Test
    void aProgramThatReturnsSucceedsAlsoWithoutAContextAndTheReportSaysSo() {
        Ending ending = run(Returns.class, false).join();

        assertThat(ending.success()).isTrue();
        assertThat(ending.diagnostics().message()).contains("without making a LisleContext");
    }

    @Test
    void aProgramThatThrowsFailsWithItsOwnTrace() {
        Ending ending = run(Throws.class, false).join();

        assertThat(ending.diagnostics().code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
        assertThat(ending.diagnostics().trace()).startsWith("java.lang.IllegalArgumentException: not like this");
    }

    @Test
    void anErrorOfLislesKeepsItsCode() {
        assertThat(run(ThrowsOneOfLisles.class, false).join().diagnostics().code())
                .isEqualTo(ErrorCode.OUTPUT_EXISTS);
    }

    @Test
    void aClassWithoutMainOrThatIsNotThereIsNamed() {
        assertThat(run(HasNoMain.class, false).join().diagnostics().message()).contains("no public static void main");
        CompletableFuture<Ending> end = new CompletableFuture<>();
        new UserProgram("no.Such", List.of(), List.of()).start(() -> false, () -> false, end::complete);
        assertThat(end.join().diagnostics().message()).contains("no.Such");
    }

    @Test
    void aProgramWhoseMainReturnsEarlyGoesOnUntilItsThreadsEndOrItsContextIsClosed() throws Exception {
        assertThat(run(StartsAThread.class, true).get(10, TimeUnit.SECONDS).success())
                .isTrue();

        CompletableFuture<Ending> open = run(StartsAThread.class, false);
        Assertions.assertThatThrownBy(() -> open.get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        LET_GO.countDown();
        assertThat(open.get(10, TimeUnit.SECONDS).success()).isTrue();
    }

    @Test
    void anExitOfTheUsersIsASuccessOnlyWithZero() {
        assertThat(Ending.exited(0, "").success()).isTrue();
        Ending three = Ending.exited(3, " at com.acme.Job.main(Job.java:4)");
        assertThat(three.diagnostics().code()).isEqualTo(ErrorCode.SYSTEM_EXIT);
        assertThat(three.diagnostics().message()).contains("System.exit(3) at com.acme.Job.main(Job.java:4)");
        assertThat(Ending.terminated().report()).isFalse();
    }

    private static CompletableFuture<Ending> run(Class<?> program, boolean contextClosed) {
        CompletableFuture<Ending> end = new CompletableFuture<>();
        new UserProgram(program.getName(), List.of("a", "b"), List.of())
                .start(() -> false, () -> contextClosed, end::complete);
        return end;
    }
}
