package org.lisle.executor.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryAccountsTest {
    @Test
    void aTaskAloneMayHaveEverything() {
        MemoryAccounts accounts = new MemoryAccounts(1000, 500);
        accounts.addTask(1);

        assertThat(accounts.offer(1, 5000)).isEqualTo(new MemoryAccounts.Offer(1000, 0, false));
    }

    @Test
    void eachOfNTasksMayHaveAnNthAndIsToWaitBelowHalfOfThat() {
        MemoryAccounts accounts = new MemoryAccounts(1000, 500);
        accounts.addTask(1);
        accounts.take(1, 900);
        accounts.addTask(2);

        assertThat(accounts.offer(1, 1).granted()).isZero();
        assertThat(accounts.offer(2, 400)).isEqualTo(new MemoryAccounts.Offer(100, 0, true));

        accounts.giveBack(1, 200);

        assertThat(accounts.offer(2, 400)).isEqualTo(new MemoryAccounts.Offer(300, 0, false));
    }

    @Test
    void executionTakesBackWhatStorageBorrowedAndNoMore() {
        MemoryAccounts accounts = new MemoryAccounts(1000, 500);
        assertThat(accounts.takeStorage(900)).isZero();
        accounts.addTask(1);

        assertThat(accounts.offer(1, 1000)).isEqualTo(new MemoryAccounts.Offer(100, 400, true));

        accounts.giveBackStorage(400);

        assertThat(accounts.offer(1, 1000)).isEqualTo(new MemoryAccounts.Offer(500, 0, false));
    }

    @Test
    void storageTakesOnlyWhatIsFree() {
        MemoryAccounts accounts = new MemoryAccounts(1000, 500);
        accounts.addTask(1);
        accounts.take(1, 700);

        assertThat(accounts.takeStorage(400)).isEqualTo(100);
        assertThat(accounts.storageUsed()).isZero();
        assertThat(accounts.takeStorage(300)).isZero();
    }

    @Test
    void nothingIsFreeWhileThereIsAnOverdraft() {
        MemoryAccounts accounts = new MemoryAccounts(1000, 500);
        accounts.addTask(1);
        accounts.take(1, 1200);

        assertThat(accounts.free()).isZero();
        assertThat(accounts.takeStorage(1)).isPositive();
        assertThat(accounts.removeTask(1)).isEqualTo(1200);
        assertThat(accounts.free()).isEqualTo(1000);
    }

    @Test
    void refusesToTakeBackMoreThanIsHeld() {
        MemoryAccounts accounts = new MemoryAccounts(1000, 500);
        accounts.addTask(7);

        assertThatThrownBy(() -> accounts.giveBack(7, 1)).hasMessageContaining("task 7");
        assertThatThrownBy(() -> accounts.giveBackStorage(1)).hasMessageContaining("storage");
    }

    @Test
    void neverGrantsMoreThanThereIs() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            MemoryAccounts accounts = new MemoryAccounts(10_000, random.nextInt(10_001));
            long[] held = new long[5];
            for (int step = 0; step < 500; step++) {
                int task = random.nextInt(held.length);
                accounts.addTask(task);
                long wanted = random.nextInt(4_000);
                if (random.nextInt(3) == 0) {
                    long back = Math.min(wanted, held[task]);
                    accounts.giveBack(task, back);
                    held[task] -= back;
                } else {
                    MemoryAccounts.Offer offer = accounts.offer(task, wanted);
                    accounts.take(task, offer.granted());
                    held[task] += offer.granted();
                    assertThat(offer.granted() + offer.evict())
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(wanted);
                }
                if (random.nextInt(10) == 0) {
                    accounts.takeStorage(random.nextInt(3_000));
                }
                if (random.nextInt(20) == 0) {
                    accounts.removeTask(task);
                    held[task] = 0;
                }
                assertThat(accounts.executionUsed() + accounts.storageUsed())
                        .as("seed %d step %d", seed, step)
                        .isBetween(0L, 10_000L);
            }
        }
    }
}
