package org.lisle.executor.shuffle.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.message.GetMapOutputs;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.driver.DriverQuestions;

class MapOutputTrackerTest {
    private static final int SHUFFLE = 7;
    private static final int MAPS = 5;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PagingDriver driver = new PagingDriver();
    private final MapOutputTracker tracker = new MapOutputTracker(new DriverQuestions(driver, () -> 1, timer));

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** Tells two outputs in a message, and moves all of them when it is asked as often as {@code movesAt}. */
    private static final class PagingDriver implements DriverLink {
        final List<Integer> asked = new ArrayList<>();
        int movesAt = -1;
        private long version = 1;

        @Override
        public CompletionStage<? extends SpecificRecord> request(SpecificRecord message) {
            int first = ((GetMapOutputs) message).getFirstMapPartition();
            asked.add(first);
            if (asked.size() == movesAt) {
                version++;
            }
            List<MapOutput> page = new ArrayList<>();
            for (int map = first; map < Math.min(MAPS, first + 2); map++) {
                page.add(new MapOutput(
                        SHUFFLE,
                        map,
                        100L + map,
                        "executor " + version,
                        "host",
                        7000,
                        "/disk",
                        SegmentSizes.encode(new long[] {map}),
                        0L,
                        ByteBuffer.allocate(0)));
            }
            return CompletableFuture.completedFuture(
                    new MapOutputs(SHUFFLE, version, MAPS, page, 1, List.of(), first + 2 < MAPS ? first + 2 : -1));
        }
    }

    @Test
    void putsTogetherWhatTheDriverTellsInPages() {
        MapOutputs outputs = tracker.outputs(SHUFFLE);

        assertThat(outputs.getOutputs()).extracting(MapOutput::getMapPartition).containsExactly(0, 1, 2, 3, 4);
        assertThat(FetchPlan.isComplete(outputs)).isTrue();
        assertThat(driver.asked).containsExactly(0, 2, 4);
        assertThat(tracker.outputs(SHUFFLE)).isSameAs(outputs);
        assertThat(driver.asked).hasSize(3);
    }

    @Test
    void asksForAllAnewWhenLocationsChangeBetweenTwoPages() {
        driver.movesAt = 3;

        MapOutputs outputs = tracker.outputs(SHUFFLE);

        assertThat(driver.asked).containsExactly(0, 2, 4, 0, 2, 4);
        assertThat(outputs.getVersion()).isEqualTo(2);
        assertThat(outputs.getOutputs()).hasSize(MAPS).allSatisfy(output -> assertThat(output.getExecutor())
                .isEqualTo("executor 2"));
    }
}
