package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What executors keep is given back when the program can no longer reach it, and not before. */
class ReclaimerTest extends OnReference {
    @Test
    void givesBackShufflesPersistedPartitionsAndBroadcasts() {
        makeAndForget();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            context.parallelize(numbers(0, 1), 1).distinct().count();
            runner().forget();
            return !backend().services().removedShuffles().isEmpty()
                    && backend().services().persistedBlocks().isEmpty()
                    && backend().services().blockNames().isEmpty();
        });
    }

    @Test
    void keepsWhatADatasetStillNeeds() {
        PairRdd<Integer, Integer> grouped =
                context.parallelize(numbers(0, 10), 2).keyBy(n -> n).reduceByKey(Integer::sum);
        assertThat(grouped.count()).isEqualTo(10);
        makeAndForget();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return !backend().services().removedShuffles().isEmpty();
        });
        assertThat(backend().services().removedShuffles()).containsExactly(1);
        assertThat(grouped.count()).isEqualTo(10);
    }

    private void makeAndForget() {
        Broadcast<Integer> one = context.broadcast(1);
        assertThat(context.parallelize(numbers(0, 10), 2)
                        .keyBy(n -> n % 2 + one.value())
                        .groupByKey()
                        .cache()
                        .count())
                .isEqualTo(2);
    }
}
