package org.lisle.yarn.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lisle.yarn.once.Repetition.Sight;

/**
 * Two clients with one key, and the applications they submit: every order of their single steps, with either client dead after any of them,
 * applications that fail, die or are killed before they start, and a ResourceManager that forgets. After each state a third client repeats
 * the command alone.
 */
class InterleavingsTest {
    /** One state of the search; a client is null once it is dead. */
    private record State(ModelOfACluster cluster, List<@Nullable Repetition> clients) {
        List<Object> snapshot() {
            return List.of(cluster.snapshot(), new ArrayList<>(clients));
        }
    }

    private record Client(ModelOfACluster cluster, String name) implements Repetition.World {
        @Override
        public KeyRecord read() {
            return cluster.read();
        }

        @Override
        public String prepare() {
            return name;
        }

        @Override
        public void claim(int generation, String applicationId) {
            cluster.claim(new Claim(generation, applicationId, "", 1));
        }

        @Override
        public Sight look(Claim claim) {
            return cluster.look(claim.applicationId());
        }

        @Override
        public Sight submit(Claim claim) {
            return cluster.submit(claim.applicationId());
        }

        @Override
        public void close(KeyRecord record, Sight sight) throws Exception {
            Claim claim = record.claim();
            if (claim == null) {
                throw new IllegalStateException("nothing to close");
            }
            cluster.close(
                    record,
                    sight == Sight.REFUSED
                            ? RecordedEnd.neverRan("refused", 2)
                            : cluster.reported(claim.applicationId()));
        }
    }

    @ParameterizedTest(name = "a failure is repeated: {0}, the first submission is refused: {1}")
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void oneProgramRunsHoweverTwoClientsInterleaveAndDie(boolean retryFailed, boolean refuses) throws Exception {
        Set<List<Object>> seen = new HashSet<>();
        Deque<State> open = new ArrayDeque<>();
        Repetition fresh = Repetition.begin(retryFailed, 0);
        open.push(new State(new ModelOfACluster(refuses), new ArrayList<>(List.of(fresh, fresh))));
        while (!open.isEmpty()) {
            State state = open.pop();
            if (!seen.add(state.snapshot())) {
                continue;
            }
            check(state, retryFailed);
            for (ModelOfACluster moved : state.cluster().moves()) {
                open.push(new State(moved, state.clients()));
            }
            for (int i = 0; i < 2; i++) {
                Repetition client = state.clients().get(i);
                if (client != null) {
                    open.push(with(state.cluster(), state, i, null));
                    if (!client.isDone()) {
                        ModelOfACluster cluster = new ModelOfACluster(state.cluster());
                        open.push(with(cluster, state, i, client.step(new Client(cluster, "client " + i))));
                    }
                }
            }
        }
        // a search that was cut short would prove nothing
        assertThat(seen.size()).isGreaterThan(1_000);
    }

    private static State with(ModelOfACluster cluster, State state, int i, @Nullable Repetition client) {
        List<@Nullable Repetition> clients = new ArrayList<>(state.clients());
        clients.set(i, client);
        return new State(cluster, clients);
    }

    private static void check(State state, boolean retryFailed) throws Exception {
        ModelOfACluster cluster = state.cluster();
        String what = state.toString() + cluster.snapshot();
        assertThat(cluster.inMain()).as(what).isLessThanOrEqualTo(1);
        assertThat(cluster.mains.values()).as(what).allMatch(times -> times == 1);
        assertThat(cluster.record.stream().map(generation -> generation.claim().applicationId()))
                .as("a command claims once: %s", what)
                .doesNotHaveDuplicates();
        for (int i = 0; i + 1 < cluster.record.size(); i++) {
            ModelOfACluster.Generation earlier = cluster.record.get(i);
            RecordedEnd result = new KeyRecord(earlier.claim(), earlier.gate(), earlier.end(), false).result();
            Objects.requireNonNull(result, what);
            assertThat(result.ran() ? retryFailed && !result.success() : true)
                    .as("a claim follows only what failed, or never ran: %s", what)
                    .isTrue();
        }
        repeatAlone(new ModelOfACluster(cluster), retryFailed, what);
    }

    /** The command is repeated when all others are gone: it ends, with the one result there is. */
    private static void repeatAlone(ModelOfACluster cluster, boolean retryFailed, String what) throws Exception {
        RecordedEnd before = cluster.read().result();
        for (int round = 0; round < 2; round++) {
            Repetition client = Repetition.begin(retryFailed, 0);
            for (int steps = 0; !client.isDone(); steps++) {
                assertThat(steps)
                        .as("steps of the client that repeats: %s", what)
                        .isLessThan(20);
                client = client.step(new Client(cluster, "repeated " + round));
            }
            cluster.runToTheEnd();
            cluster.refusesOnce = false;
        }
        RecordedEnd after = cluster.read().result();
        Objects.requireNonNull(after, what);
        assertThat(cluster.mains.values()).as(what).allMatch(times -> times == 1);
        if (before != null && before.ran() && !(retryFailed && !before.success())) {
            assertThat(after).as(what).isEqualTo(before);
        }
        if (after.success()) {
            assertThat(cluster.mains).as(what).isNotEmpty();
        }
        if (!retryFailed) {
            assertThat(cluster.mains.size()).as(what).isLessThanOrEqualTo(1);
        }
    }
}
