package org.lisle.executor.block;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import java.util.function.IntSupplier;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BlockChange;
import org.lisle.core.message.BlockChanges;
import org.lisle.executor.driver.DriverLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the driver which blocks are here. Each change is sent at once, so that it is on its way before the update of the task that made it.
 * What is lost with a connection is told again by {@link BlockStore#reportAll}.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // a driver link is thread-safe by its contract
public final class BlockReporter {
    private static final Logger LOG = LoggerFactory.getLogger(BlockReporter.class);

    private final DriverLink driver;
    private final String executor;
    private final IntSupplier epoch;

    public BlockReporter(DriverLink driver, String executor, IntSupplier epoch) {
        this.driver = driver;
        this.executor = executor;
        this.epoch = epoch;
    }

    static List<BlockChange> told(List<BlockChange> changes) {
        return changes.stream()
                .filter(change -> !(BlockId.parse(change.getBlock()) instanceof BlockId.TaskResult))
                .toList();
    }

    /** Results of tasks are known to the driver from the task's update, and not told here. */
    void report(List<BlockChange> changes) {
        List<BlockChange> told = told(changes);
        if (told.isEmpty()) {
            return;
        }
        driver.request(new BlockChanges(executor, epoch.getAsInt(), told)).whenComplete((answer, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "The driver did not hear of {} changed blocks; they are told at the next registration",
                        told.size(),
                        failure);
            }
        });
    }
}
