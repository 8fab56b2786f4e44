package org.lisle.yarn.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.yarn.allocate.AllocationCommand.Ask;
import org.lisle.yarn.allocate.AllocationCommand.Drain;
import org.lisle.yarn.allocate.AllocationCommand.Exclude;
import org.lisle.yarn.allocate.AllocationCommand.GiveBack;
import org.lisle.yarn.allocate.AllocationCommand.GiveUp;
import org.lisle.yarn.allocate.AllocationCommand.Launch;
import org.lisle.yarn.allocate.AllocationCommand.Notice;
import org.lisle.yarn.allocate.AllocationCommand.ReportLost;
import org.lisle.yarn.allocate.AllocationCommand.Withdraw;

class AllocationPlannerTest {
    private static final ExecutorProfile USUAL = new ExecutorProfile("", 1, 1024, 0, 1, List.of());
    private static final ContainerExit CRASHED = new ContainerExit("it crashed", true);
    private static final ContainerExit TOO_SMALL = new ContainerExit("it was too small", true, true, false);
    private static final ContainerExit KILLED = new ContainerExit("it was killed", true, false, true);
    private static final ContainerExit PREEMPTED = new ContainerExit("it was preempted", false);

    private final AllocationPlanner planner = planner(2, 0);

    private static AllocationPlanner planner(int maxFailures, long validityMillis) {
        return planner(false, maxFailures, validityMillis);
    }

    private static AllocationPlanner planner(boolean dynamic, int maxFailures) {
        return planner(dynamic, maxFailures, 0);
    }

    private static AllocationPlanner planner(boolean dynamic, int maxFailures, long validityMillis) {
        return new AllocationPlanner(
                Integer::toString,
                new PlannerLimits(
                        dynamic, maxFailures, 3, validityMillis, 60_000, 30_000, 20_000, USUAL, 40_000, 100_000));
    }

    @Test
    void asksForWhatIsMissingAndNoMore() {
        assertThat(planner.want(USUAL, 3, Map.of())).hasSize(3).allMatch(Ask.class::isInstance);
        assertThat(planner.want(USUAL, 3, Map.of())).isEmpty();
        assertThat(planner.summary()).isEqualTo(new AllocationSummary(3, 3, 0, 0, 0));
    }

    @Test
    void startsAnExecutorInEveryContainerThatWasAskedForAndGivesExtraOnesBack() {
        planner.want(USUAL, 1, Map.of());

        List<AllocationCommand> commands =
                planner.granted(List.of(new Grant("c1", "node1"), new Grant("c2", "node2")), 0);

        assertThat(commands)
                .containsExactly(
                        new Withdraw(new ContainerAsk(1, List.of())),
                        new Launch("1", new Grant("c1", "node1")),
                        new GiveBack("c2"));
    }

    @Test
    void withdrawsAsksThatAreNoLongerWantedButKeepsExecutors() {
        planner.want(USUAL, 3, Map.of());
        planner.granted(List.of(new Grant("c1", "node1")), 0);

        assertThat(planner.want(USUAL, 1, Map.of())).hasSize(2).allMatch(Withdraw.class::isInstance);
        assertThat(planner.want(USUAL, 0, Map.of())).isEmpty();
        assertThat(planner.summary().starting()).isEqualTo(1);
    }

    @Test
    void takesNoContainerOnAnExcludedHostAndTellsYarn() {
        planner.want(USUAL, 1, Map.of());

        assertThat(planner.exclude(List.of("node1"))).containsExactly(new Exclude(List.of("node1"), List.of()));
        assertThat(planner.granted(List.of(new Grant("c1", "node1")), 0))
                .contains(new GiveBack("c1"))
                .hasAtLeastOneElementOfType(Ask.class);
        assertThat(planner.exclude(List.of())).containsExactly(new Exclude(List.of(), List.of("node1")));
        assertThat(planner.granted(List.of(new Grant("c2", "node1")), 0))
                .contains(new Launch("1", new Grant("c2", "node1")));
    }

    @Test
    void replacesAnExecutorThatIsLost() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "node1")), 0);

        assertThat(planner.ended("c1", CRASHED, 0))
                .containsExactly(
                        new ReportLost("1", "it crashed", false, true), new Ask(new ContainerAsk(2, List.of())));
        assertThat(planner.granted(List.of(new Grant("c2", "node1")), 0))
                .contains(new Launch("2", new Grant("c2", "node1")));
    }

    @Test
    void givesUpWhenTheBudgetOfFailuresIsUsedUpAndAsksForNothingMore() {
        planner.want(USUAL, 1, Map.of());
        List<AllocationCommand> last = List.of();
        for (int i = 1; i <= 3; i++) {
            planner.granted(List.of(new Grant("c" + i, "node1")), 0);
            last = planner.ended("c" + i, CRASHED, 0);
        }

        assertThat(last).last().isInstanceOfSatisfying(GiveUp.class, end -> assertThat(end.what())
                .contains("3 executors failed", "node1", "it crashed"));
        assertThat(planner.want(USUAL, 5, Map.of())).isEmpty();
    }

    @Test
    void doesNotCountWhatTheClusterTookAway() {
        planner.want(USUAL, 1, Map.of());
        for (int i = 1; i <= 20; i++) {
            planner.granted(List.of(new Grant("c" + i, "node1")), 0);
            assertThat(planner.ended("c" + i, PREEMPTED, 0)).noneMatch(GiveUp.class::isInstance);
        }
        assertThat(planner.summary().failures()).isZero();
    }

    @Test
    void spreadsExecutorsOverHostsInProportionToTheirTasks() {
        List<List<String>> hosts = asked(planner.want(USUAL, 4, Map.of("a", 30, "b", 10)));

        assertThat(hosts).extracting(list -> list.get(0)).containsExactlyInAnyOrder("a", "a", "a", "b");
    }

    @Test
    void asksAnewWhenTasksTurnOutToBeElsewhere() {
        planner.want(USUAL, 1, Map.of());

        List<AllocationCommand> commands = planner.want(USUAL, 1, Map.of("b", 5));

        assertThat(commands)
                .containsExactly(
                        new Withdraw(new ContainerAsk(1, List.of())), new Ask(new ContainerAsk(2, List.of("b"))));
        assertThat(planner.want(USUAL, 1, Map.of("b", 7))).isEmpty();
    }

    @Test
    void takesAContainerOnAnotherHostThanTheOneWished() {
        planner.want(USUAL, 1, Map.of("b", 5));

        assertThat(planner.granted(List.of(new Grant("c1", "z")), 0)).contains(new Launch("1", new Grant("c1", "z")));
    }

    @Test
    void aLostNodeTakesItsExecutorsAndTheirOutputAndGetsNoNewOnes() {
        planner.want(USUAL, 2, Map.of());
        planner.granted(List.of(new Grant("c1", "bad"), new Grant("c2", "good")), 0);

        assertThat(planner.nodeLost("bad", "LOST", 0))
                .contains(new ReportLost("1", "its node bad is LOST", true, false), new GiveBack("c1"))
                .noneMatch(command ->
                        command instanceof ReportLost lost && lost.executor().equals("2"));
        assertThat(planner.ended("c1", CRASHED, 0)).isEmpty();
        assertThat(planner.granted(List.of(new Grant("c3", "bad")), 0))
                .containsExactly(
                        new Withdraw(new ContainerAsk(3, List.of())),
                        new GiveBack("c3"),
                        new Ask(new ContainerAsk(4, List.of())));

        planner.nodeUsable("bad");
        assertThat(planner.granted(List.of(new Grant("c4", "bad")), 0))
                .contains(new Launch("3", new Grant("c4", "bad")));
    }

    @Test
    void anExecutorThatNeverRegistersFails() {
        planner.want(USUAL, 2, Map.of());
        planner.granted(List.of(new Grant("c1", "node1"), new Grant("c2", "node1")), 1_000);
        planner.registered("2", "c2", "");

        assertThat(planner.tick(31_000)).isEmpty();
        assertThat(planner.tick(31_001)).singleElement().satisfies(command -> assertThat(((Notice) command).text())
                .contains("executor 1", "c1", "node1", "has not registered for 30 s"));
        assertThat(planner.tick(61_000)).as("told once").isEmpty();
        assertThat(planner.tick(61_001))
                .contains(new GiveBack("c1"))
                .anyMatch(command ->
                        command instanceof ReportLost lost && lost.executor().equals("1"))
                .noneMatch(command ->
                        command instanceof ReportLost lost && lost.executor().equals("2"));
    }

    @Test
    void aReleasedExecutorIsReplacedOnlyWhileItIsWanted() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "node1")), 0);

        planner.want(USUAL, 0, Map.of());
        assertThat(planner.release("1")).containsExactly(new GiveBack("c1"));
        assertThat(planner.ended("c1", CRASHED, 0)).isEmpty();
    }

    @Test
    void aContainerThatCannotBeStartedIsGivenBackAndReplaced() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "node1")), 0);

        assertThat(planner.notStarted("c1", CRASHED, 0))
                .contains(new GiveBack("c1"))
                .anyMatch(Ask.class::isInstance);
    }

    /** After every event, asks pending plus containers held equal the executors wanted, or more are held than wanted. */
    @Test
    void keepsItsBalanceThroughRandomEvents() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            boolean dynamic = seed % 2 == 1;
            AllocationPlanner subject = new AllocationPlanner(
                    Integer::toString, new PlannerLimits(dynamic, 1_000_000, 0, 0, 50, 50, 0, USUAL, 20, 30));
            int room = Integer.MAX_VALUE;
            List<String> containers = new ArrayList<>();
            long pending = 0;
            long size = 0;
            for (int step = 0; step < 200; step++) {
                String host = "node" + random.nextInt(4);
                List<AllocationCommand> commands =
                        switch (random.nextInt(8)) {
                            case 0 -> subject.want(USUAL, random.nextInt(8), Map.of(host, 1 + random.nextInt(9)));
                            case 1 -> subject.granted(List.of(new Grant("c" + seed + "_" + step, host, size)), step);
                            case 2 ->
                                containers.isEmpty()
                                        ? List.of()
                                        : subject.ended(
                                                containers.remove(random.nextInt(containers.size())),
                                                random.nextBoolean() ? CRASHED : TOO_SMALL,
                                                step);
                            case 3 -> {
                                int free = random.nextInt(6);
                                room = free;
                                subject.room(kind -> free);
                                yield subject.tick(step);
                            }
                            case 5 ->
                                containers.isEmpty()
                                        ? List.of()
                                        : subject.release(Integer.toString(1 + random.nextInt(step + 1)));
                            case 4 -> random.nextInt(8) == 0 ? subject.nodeLost(host, "LOST", step) : List.of();
                            default -> {
                                subject.nodeUsable(host);
                                yield List.of();
                            }
                        };
                for (AllocationCommand command : commands) {
                    pending += command instanceof Ask ? 1 : command instanceof Withdraw ? -1 : 0;
                    size = command instanceof Ask asked && random.nextBoolean()
                            ? asked.ask().size().megabytes()
                            : size;
                    if (command instanceof Launch launch) {
                        containers.add(launch.grant().container());
                    } else if (command instanceof GiveBack back) {
                        containers.remove(back.container());
                    }
                }
                AllocationSummary now = subject.summary();
                int held = now.starting() + now.running();
                assertThat(now.pending())
                        .as("asks, seed %d step %d", seed, step)
                        .isEqualTo((int) pending);
                assertThat(held).as("held, seed %d step %d", seed, step).isEqualTo(containers.size());
                int missing = Math.max(0, now.wanted() - held);
                if (dynamic) {
                    assertThat(now.pending())
                            .as("asks of %s with room for %d, seed %d step %d", now, room, seed, step)
                            .isLessThanOrEqualTo(missing)
                            .isGreaterThanOrEqualTo(Math.min(missing, 1));
                } else {
                    assertThat(now.pending())
                            .as("balance %s, seed %d step %d", now, seed, step)
                            .isEqualTo(missing);
                }
            }
        }
    }

    @Test
    void containersThatAnEarlierDriverLeftCountAsExecutorsAskedForAndAreKnownWhenTheirExecutorsCome() {
        planner.adopt(List.of(new Grant("old1", "a"), new Grant("old2", "b")), 0);

        assertThat(planner.want(USUAL, 3, Map.of())).hasSize(1).allMatch(Ask.class::isInstance);
        assertThat(planner.registered("7", "old1", "")).isEmpty();

        assertThat(planner.summary()).isEqualTo(new AllocationSummary(3, 1, 1, 1, 0));
        assertThat(planner.ended("old1", CRASHED, 5)).contains(new ReportLost("7", "it crashed", false, true));
    }

    @Test
    void aContainerWhoseExecutorDoesNotComeIsReplacedInTimeAndIsNobodysFailure() {
        planner.adopt(List.of(new Grant("old1", "a")), 0);
        planner.want(USUAL, 1, Map.of());

        assertThat(planner.tick(15_000)).isEmpty();
        assertThat(planner.tick(30_000)).singleElement().isInstanceOf(Notice.class);
        assertThat(planner.tick(30_001)).containsExactly(new GiveBack("old1"), new Ask(new ContainerAsk(1, List.of())));
        assertThat(planner.summary().failures()).isZero();
    }

    @Test
    void anExecutorInAContainerThatWasGivenBackIsToldToEnd() {
        planner.adopt(List.of(new Grant("old1", "a")), 0);
        planner.tick(30_001);

        assertThat(planner.registered("7", "old1", ""))
                .contains(new GiveBack("old1"))
                .anyMatch(command ->
                        command instanceof ReportLost lost && lost.executor().equals("7"));
    }

    @Test
    void aContainerKilledForItsMemoryIsReplacedByALargerOneAndTheNextOneIsOfTheUsualSize() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "a")), 0);

        List<AllocationCommand> commands = planner.ended("c1", TOO_SMALL, 0);

        assertThat(commands).contains(new Ask(new ContainerAsk(2, List.of(), 1408)));
        assertThat(commands.get(0)).isInstanceOfSatisfying(ReportLost.class, lost -> assertThat(lost.reason())
                .contains("1408 MiB", "lisle.executor.memory"));
        assertThat(planner.granted(List.of(new Grant("c2", "a", 1408)), 0))
                .contains(new Launch("2", new Grant("c2", "a", 1408)));
        assertThat(planner.ended("c2", CRASHED, 0)).contains(new Ask(new ContainerAsk(3, List.of())));
    }

    @Test
    void whoRunsTheApplicationIsToldThatAContainerWasTooSmallAndTheSchedulerThatALargerOneComes() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "a")), 0);

        List<AllocationCommand> commands = planner.ended("c1", TOO_SMALL, 0);

        assertThat(commands)
                .anyMatch(command -> command instanceof ReportLost lost && lost.largerComes())
                .anyMatch(command -> command instanceof Notice notice
                        && notice.text().contains("executor 1 on a")
                        && notice.text().contains("1408 MiB, which is a good value for lisle.executor.memory"));
    }

    @Test
    void aReplacementIsLargerThanWhatTheResourceManagerMadeOfTheAsk() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "a", 0, 2048)), 0);

        assertThat(planner.ended("c1", TOO_SMALL, 0)).contains(new Ask(new ContainerAsk(2, List.of(), 2560)));
    }

    @Test
    void aLargerContainerThatIsNotGrantedIsAskedForInTheUsualSizeAfterATime() {
        planner.want(USUAL, 2, Map.of());
        planner.granted(List.of(new Grant("c1", "a"), new Grant("c2", "a")), 0);
        planner.registered("1", "c1", "");
        planner.registered("2", "c2", "");
        planner.ended("c1", TOO_SMALL, 1000);

        assertThat(planner.tick(1000)).isEmpty();
        assertThat(planner.tick(40_999)).isEmpty();
        assertThat(planner.tick(41_000))
                .anyMatch(command -> command instanceof Notice notice
                        && notice.text().contains("no container of 1408 MiB was granted for 40 s"))
                .contains(new Withdraw(new ContainerAsk(3, List.of(), 1408)), new Ask(new ContainerAsk(4, List.of())));
        assertThat(planner.ended("c2", TOO_SMALL, 42_000))
                .as("the next one is asked for all the same")
                .contains(new Ask(new ContainerAsk(5, List.of(), 1408)));
    }

    @Test
    void aProcessThatIsKilledNearItsContainersSizeIsReplacedByALargerOneAndNoOther() {
        planner.want(USUAL, 3, Map.of());
        planner.granted(List.of(new Grant("c1", "a"), new Grant("c2", "a"), new Grant("c3", "a")), 0);
        planner.nearsItsSize("1", true);
        planner.nearsItsSize("2", true);
        planner.nearsItsSize("2", false);

        assertThat(planner.ended("c1", KILLED, 0))
                .contains(new Ask(new ContainerAsk(4, List.of(), 1408)))
                .anyMatch(command -> command instanceof ReportLost lost
                        && lost.largerComes()
                        && lost.reason().contains("it was near its container's size"));
        assertThat(planner.ended("c2", KILLED, 0)).contains(new Ask(new ContainerAsk(5, List.of())));
        planner.nearsItsSize("3", true);
        assertThat(planner.ended("c3", PREEMPTED, 0)).noneMatch(Notice.class::isInstance);
    }

    @Test
    void anExecutorWithoutRoomForTasksIsReplacedByALargerOne() {
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "a")), 0);
        planner.registered("1", "c1", "");

        assertThat(planner.tooSmall("1", "has taken no task")).singleElement().satisfies(command -> assertThat(
                        ((Notice) command).text())
                .contains("executor 1 on a has taken no task", "1408 MiB"));
        assertThat(planner.release("1")).contains(new GiveBack("c1"), new Ask(new ContainerAsk(2, List.of(), 1408)));
    }

    @Test
    void aContainerGrowsToTheClustersLargestAndNoFurther() {
        planner.largest(1200);
        planner.want(USUAL, 1, Map.of());
        planner.granted(List.of(new Grant("c1", "a")), 0);

        assertThat(planner.ended("c1", TOO_SMALL, 0)).contains(new Ask(new ContainerAsk(2, List.of(), 1200)));
        planner.granted(List.of(new Grant("c2", "a", 1200)), 0);
        assertThat(planner.ended("c2", TOO_SMALL, 0).get(0)).isInstanceOfSatisfying(ReportLost.class, lost -> {
            assertThat(lost.reason()).contains("no larger container");
            assertThat(lost.largerComes()).isFalse();
        });
    }

    @Test
    void oldFailuresDoNotCount() {
        AllocationPlanner forgetful = planner(2, 1000);
        forgetful.want(USUAL, 1, Map.of());
        for (int i = 1; i <= 20; i++) {
            forgetful.granted(List.of(new Grant("c" + i, "node1")), i * 600L);
            assertThat(forgetful.ended("c" + i, CRASHED, i * 600L)).noneMatch(GiveUp.class::isInstance);
        }
        for (int i = 21; i <= 21; i++) {
            forgetful.granted(List.of(new Grant("c" + i, "node1")), 12_001);
            forgetful.ended("c" + i, CRASHED, 12_001);
        }
        assertThat(forgetful.summary().failures()).isEqualTo(3);
        assertThat(forgetful.want(USUAL, 1, Map.of())).as("it has given up").isEmpty();
    }

    @Test
    void givesUpWhenNoContainerIsGrantedForTooLong() {
        planner.want(USUAL, 2, Map.of());

        assertThat(planner.tick(0)).isEmpty();
        assertThat(planner.tick(19_999)).isEmpty();
        assertThat(planner.tick(20_000)).anyMatch(GiveUp.class::isInstance);
    }

    @Test
    void waitingForContainersBeginsAnewAfterAnExecutorWasThere() {
        planner.want(USUAL, 2, Map.of());
        planner.tick(0);
        planner.granted(List.of(new Grant("c1", "a")), 15_000);
        planner.tick(16_000);
        planner.ended("c1", PREEMPTED, 17_000);
        planner.tick(18_000);

        assertThat(planner.tick(37_999)).noneMatch(GiveUp.class::isInstance);
        assertThat(planner.tick(38_000)).anyMatch(GiveUp.class::isInstance);
    }

    @Test
    void executorsOnANodeThatLeavesOrToBePreemptedGetNoMoreTasksAndOnesThatHaveNotBegunGoBack() {
        planner.want(USUAL, 4, Map.of());
        planner.granted(
                List.of(new Grant("c1", "a"), new Grant("c2", "a"), new Grant("c3", "b"), new Grant("c4", "b")), 0);
        planner.registered("1", "c1", "");
        planner.registered("3", "c3", "");

        assertThat(planner.nodeLeaves("a"))
                .contains(new Drain("1", "its node a leaves the cluster"), new GiveBack("c2"));
        assertThat(planner.nodeLeaves("a")).as("told once").isEmpty();
        assertThat(planner.preempted(List.of("c3", "unknown")))
                .containsExactly(new Drain("3", "its container is about to be preempted"));
        assertThat(planner.release("1")).contains(new GiveBack("c1")).anyMatch(Ask.class::isInstance);
    }

    @Test
    void theCheapestExecutorsGoBackFirstAndNoMoreThanIsWanted() {
        planner.want(USUAL, 3, Map.of());
        planner.granted(List.of(new Grant("c1", "a"), new Grant("c2", "a"), new Grant("c3", "b")), 0);
        planner.registered("1", "c1", "");
        planner.registered("2", "c2", "");
        planner.registered("3", "c3", "");
        List<ExecutorCost> costs =
                List.of(new ExecutorCost("1", 1, 0), new ExecutorCost("2", 0, 500), new ExecutorCost("3", 0, 100));

        assertThat(drained(planner.shrink(1500, costs))).containsExactly("3", "2");
        assertThat(planner.shrink(2000, costs)).as("they are on their way").isEmpty();
        assertThat(drained(planner.shrink(3000, costs))).containsExactly("1");
    }

    @Test
    void anExecutorThatIsGivenBackIsNotReplacedWhenFewerAreWantedAndItsEndIsNobodysFailure() {
        planner.want(USUAL, 2, Map.of());
        planner.granted(List.of(new Grant("c1", "a"), new Grant("c2", "a")), 0);
        planner.registered("1", "c1", "");
        planner.registered("2", "c2", "");

        assertThat(planner.want(USUAL, 1, Map.of()))
                .as("executors that work are not touched")
                .isEmpty();
        assertThat(planner.release("2")).containsExactly(new GiveBack("c2"));
        assertThat(planner.ended("c2", CRASHED, 0)).isEmpty();
        assertThat(planner.summary()).isEqualTo(new AllocationSummary(1, 0, 0, 1, 0));
    }

    @Test
    void aContainerThatComesWhenFewerAreWantedGoesBackAtOnce() {
        planner.want(USUAL, 3, Map.of());
        planner.want(USUAL, 1, Map.of());

        assertThat(planner.granted(List.of(new Grant("c1", "a"), new Grant("c2", "a")), 0))
                .contains(new GiveBack("c2"))
                .doesNotContain(new GiveBack("c1"));
    }

    @Test
    void asksAFullQueueForNoMoreThanThereAreAndForAllWhenItHasRoom() {
        AllocationPlanner subject = planner(true, 0);
        subject.room(kind -> 0);
        assertThat(asked(subject.want(USUAL, 1000, Map.of()))).hasSize(1);
        subject.granted(List.of(new Grant("c1", "a")), 0);
        subject.granted(List.of(new Grant("c2", "a")), 0);
        assertThat(subject.summary().pending()).isEqualTo(2);

        subject.room(kind -> 100);
        subject.tick(0);
        assertThat(subject.summary().pending()).isEqualTo(100);

        subject.room(kind -> 7);
        subject.tick(0);
        assertThat(subject.summary().pending()).as("others took the room").isEqualTo(7);
    }

    @Test
    void containersThatDoNotComeAreReportedAndThenAskedForAnewAnywhere() {
        planner.want(USUAL, 2, Map.of("a", 4));
        planner.granted(List.of(new Grant("c1", "a")), 0);
        planner.registered("1", "c1", "");
        planner.tick(0);
        assertThat(planner.tick(99_999)).isEmpty();

        assertThat(planner.tick(100_000)).singleElement().satisfies(command -> assertThat(((Notice) command).text())
                .contains("no container was granted for 100 s", "1 asked for"));
        assertThat(planner.tick(199_999)).isEmpty();
        assertThat(planner.tick(200_000))
                .hasSize(3)
                .anyMatch(Notice.class::isInstance)
                .anyMatch(Withdraw.class::isInstance)
                .anyMatch(command ->
                        command instanceof Ask asked && asked.ask().hosts().isEmpty());
        assertThat(planner.summary().pending()).isEqualTo(1);
    }

    @Test
    void withoutANumberTwiceTheExecutorsWantedMayFail() {
        AllocationPlanner subject = planner(true, 0);
        subject.want(USUAL, 5, Map.of());
        subject.want(USUAL, 1, Map.of());
        for (int i = 0; i < 10; i++) {
            subject.granted(List.of(new Grant("c" + i, "a")), 0);
            assertThat(subject.ended("c" + i, CRASHED, 0)).noneMatch(GiveUp.class::isInstance);
        }
        subject.granted(List.of(new Grant("last", "a")), 0);

        assertThat(subject.ended("last", CRASHED, 0)).anyMatch(GiveUp.class::isInstance);
    }

    private static List<String> drained(List<AllocationCommand> commands) {
        return commands.stream().map(command -> ((Drain) command).executor()).toList();
    }

    private static List<List<String>> asked(List<AllocationCommand> commands) {
        return commands.stream().map(command -> ((Ask) command).ask().hosts()).toList();
    }

    private static final ExecutorProfile LARGE = new ExecutorProfile("large", 4, 4096, 512, 2, List.of());
    private static final ExecutorSize LARGE_SIZE = new ExecutorSize("large", 0);

    private static Grant large(String container) {
        return new Grant(container, "a", LARGE_SIZE, 0);
    }

    @Test
    void eachKindOfExecutorsIsAskedForAndGrantedByItself() {
        planner.want(USUAL, 1, Map.of());

        assertThat(planner.want(LARGE, 2, Map.of()))
                .containsExactly(
                        new Ask(new ContainerAsk(2, List.of(), LARGE_SIZE)),
                        new Ask(new ContainerAsk(3, List.of(), LARGE_SIZE)));
        assertThat(planner.granted(List.of(large("c1"), new Grant("c2", "a"), new Grant("c3", "a")), 0))
                .containsExactly(
                        new Withdraw(new ContainerAsk(2, List.of(), LARGE_SIZE)),
                        new Launch("1", large("c1")),
                        new Withdraw(new ContainerAsk(1, List.of())),
                        new Launch("2", new Grant("c2", "a")),
                        new GiveBack("c3"));
        assertThat(planner.ended("c1", CRASHED, 0)).contains(new Ask(new ContainerAsk(4, List.of(), LARGE_SIZE)));
        assertThat(planner.ended("c2", CRASHED, 0)).contains(new Ask(new ContainerAsk(5, List.of())));
        assertThat(planner.want(LARGE, 0, Map.of())).hasSize(2).allMatch(Withdraw.class::isInstance);
        assertThat(planner.summary()).isEqualTo(new AllocationSummary(1, 1, 0, 0, 2));
    }

    @Test
    void theReplacementOfOneThatWasTooSmallIsLargerThanItsProfileAndOfNoOtherKind() {
        planner.want(USUAL, 1, Map.of());
        planner.want(LARGE, 1, Map.of());
        planner.granted(List.of(large("c1"), new Grant("c2", "a")), 0);

        assertThat(planner.ended("c1", TOO_SMALL, 0))
                .contains(new Ask(new ContainerAsk(3, List.of(), new ExecutorSize("large", 4608 + 1152))))
                .anySatisfy(command -> assertThat(command)
                        .isInstanceOfSatisfying(Notice.class, notice -> assertThat(notice.text())
                                .contains("5760 MiB", "the memory of its resource profile")));
        assertThat(planner.ended("c2", CRASHED, 0)).contains(new Ask(new ContainerAsk(4, List.of())));
    }

    @Test
    void anExecutorOfAnEarlierDriverSaysOfWhichKindItIs() {
        planner.adopt(List.of(new Grant("old", "a", 4608, 4608)), 0);
        assertThat(planner.want(USUAL, 1, Map.of())).isEmpty();

        assertThat(planner.registered("7", "old", "large")).containsExactly(new Ask(new ContainerAsk(1, List.of())));
        assertThat(planner.want(LARGE, 1, Map.of())).isEmpty();
        assertThat(planner.summary()).isEqualTo(new AllocationSummary(2, 1, 0, 1, 0));
    }

    @Test
    void aKindThatIsNotGrantedIsReportedThoughOthersAre() {
        planner.want(USUAL, 1, Map.of());
        planner.want(LARGE, 3, Map.of());
        planner.tick(0);
        planner.granted(List.of(new Grant("c1", "a")), 50_000);
        planner.registered("1", "c1", "");

        assertThat(planner.tick(100_000))
                .containsExactly(new Notice(
                        "no container was granted for 100 s, with 3 asked for, of executors of large", true));
    }
}
