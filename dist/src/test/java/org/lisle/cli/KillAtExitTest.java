package org.lisle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.client.Outcome;
import org.lisle.yarn.client.Progress;
import org.lisle.yarn.client.Submission;

class KillAtExitTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final KillAtExit killer = new KillAtExit(new PrintStream(written, true, StandardCharsets.UTF_8));

    /** A submission whose end is what the test says. */
    private record Submitted(Runnable end) implements Submission {
        @Override
        public String applicationId() {
            return "application_1_0001";
        }

        @Override
        public Origin origin() {
            return Origin.NEW;
        }

        @Override
        public Outcome await(Consumer<Progress> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void kill() {
            end.run();
        }
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aClusterThatDoesNotAnswerAtTheKillIsOneSentenceAndNoTrace() {
        killer.arm();
        killer.watch(new Submitted(() -> {
            throw new LisleException(ErrorCode.CLUSTER_UNREACHABLE, "nobody answers at rm:8032", "");
        }));
        killer.kill();
        killer.disarm();

        assertThat(written().lines())
                .containsExactly(
                        "lisle: interrupted, killing application_1_0001",
                        "lisle: application_1_0001 may still run, for it could not be killed (nobody answers at rm:8032):"
                                + " end it with lisle kill application_1_0001");
    }

    @Test
    void anApplicationThatHasEndedIsNotKilled() {
        killer.arm();
        killer.watch(new Submitted(() -> {
            throw new AssertionError("killed");
        }));
        killer.disarm();
        killer.kill();

        assertThat(written()).isEmpty();
    }
}
