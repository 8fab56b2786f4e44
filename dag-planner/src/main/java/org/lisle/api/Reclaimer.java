package org.lisle.api;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.function.Supplier;
import org.lisle.dag.driver.DriverServices;

/**
 * Gives back what executors keep for objects that the program can no longer reach: segments of shuffles, persisted partitions, pieces of
 * broadcasts. Runs on the collector's cleaning thread, some time after; nothing depends on when.
 */
final class Reclaimer {
    private static final Cleaner CLEANER = Cleaner.create();

    private final DriverServices services;

    Reclaimer(DriverServices services) {
        this.services = services;
    }

    void shuffleOf(Object owner, int shuffleId) {
        DriverServices target = services;
        CLEANER.register(owner, () -> target.removeShuffles(List.of(shuffleId)));
    }

    /** @param prefix of the blocks' names, asked when the owner is gone; must not reach the owner */
    void blocksOf(Object owner, Supplier<String> prefix) {
        DriverServices target = services;
        CLEANER.register(owner, () -> target.removeBlocks(List.of(prefix.get())));
    }
}
