package org.lisle.yarn.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.yarn.api.records.NodeId;
import org.junit.jupiter.api.Test;

class ShuffleServerPlannerTest {
    private final ShuffleServerPlanner planner = new ShuffleServerPlanner(number -> "s" + number);

    @Test
    void asksForAContainerOnTheNodeAndStartsAServerInIt() {
        assertThat(planner.start("a", "a:8041")).containsExactly(new AllocationCommand.AskServer("a:8041"));
        assertThat(planner.isWaiting()).isTrue();

        assertThat(planner.granted("c1", "a"))
                .containsExactly(
                        new AllocationCommand.WithdrawServer("a:8041"),
                        new AllocationCommand.LaunchServer("s1", new Grant("c1", "a")));
        assertThat(planner.isWaiting()).isFalse();
        assertThat(planner.holds("c1")).isTrue();
    }

    @Test
    void asksOnceForAHost() {
        planner.start("a", "a");
        assertThat(planner.start("a", "a")).isEmpty();
    }

    @Test
    void withdrawsTheAskOfAServerThatIsNotWantedAnyMore() {
        planner.start("a", "a");

        assertThat(planner.stop("a")).containsExactly(new AllocationCommand.WithdrawServer("a"));
        assertThat(planner.granted("c1", "a")).containsExactly(new AllocationCommand.GiveBack("c1"));
    }

    @Test
    void givesBackTheContainerOfAServerThatIsReleased() {
        planner.start("a", "a");
        planner.granted("c1", "a");
        planner.registered("s1");

        assertThat(planner.release("s1")).containsExactly(new AllocationCommand.GiveBack("c1"));
        assertThat(planner.holds("c1")).isFalse();
    }

    @Test
    void aServerThatEndsBeforeItRegistersIsRefused() {
        planner.start("a", "a");
        planner.granted("c1", "a");

        assertThat(planner.ended("c1", "exit code 1"))
                .containsExactly(new AllocationCommand.RefuseServer("a", "exit code 1"));
    }

    @Test
    void aServerThatEndsLaterIsLostAndNobodysFailure() {
        planner.start("a", "a");
        planner.granted("c1", "a");
        planner.registered("s1");

        assertThat(planner.ended("c1", "exit code 137"))
                .containsExactly(new AllocationCommand.ReportLost("s1", "exit code 137", false, false));
        assertThat(planner.start("a", "a")).hasSize(1);
    }

    @Test
    void aServerThatWasAskedForOnALostNodeIsRefused() {
        planner.start("a", "a");

        assertThat(planner.nodeLost("a", "LOST"))
                .containsExactly(
                        new AllocationCommand.WithdrawServer("a"),
                        new AllocationCommand.RefuseServer("a", "its node is LOST"));
    }

    @Test
    void nodesAreNamedByHostOrWhereTheClusterSaysSoByHostAndPort() {
        var byHost = new NodeNames(false);
        var byPort = new NodeNames(true);
        byHost.runsOn("1", NodeId.newInstance("a", 8041));
        byPort.runsOn("1", NodeId.newInstance("a", 8041));
        byPort.runsOn("2", NodeId.newInstance("a", 8042));

        assertThat(byHost.nodeOf("1", "a")).isEqualTo("a");
        assertThat(byPort.nodeOf("1", "a")).isEqualTo("a:8041");
        assertThat(byPort.nodeOf("2", "a")).isEqualTo("a:8042");
        assertThat(byPort.nodeOf("of an earlier driver", "a")).isEqualTo("a:8042");
    }
}
