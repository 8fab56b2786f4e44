package org.lisle.yarn.am;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.DriverAddress;
import org.lisle.hdfs.address.DriverAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time whether a newer attempt of the driver has published its address: then this process was cut off from the
 * ResourceManager, or stopped for long, and was replaced. Its executors may still listen to it and would never look for another driver, so
 * it has to end by itself. Looks on a thread of its own, because the file system may take its time.
 */
final class ReplacementWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplacementWatch.class);
    private static final long INTERVAL_SECONDS = 10;

    private final DriverAddresses addresses;
    private final int epoch;
    private final Consumer<Ending> end;
    private final ScheduledThreadPoolExecutor thread;

    private ReplacementWatch(DriverAddresses addresses, int epoch, Consumer<Ending> end) {
        this.addresses = addresses;
        this.epoch = epoch;
        this.end = end;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "replacement watch");
            made.setDaemon(true);
            return made;
        });
    }

    /** @param end told when there is a newer driver */
    static ReplacementWatch start(DriverAddresses addresses, int epoch, Consumer<Ending> end) {
        ReplacementWatch watch = new ReplacementWatch(addresses, epoch, end);
        watch.thread.scheduleWithFixedDelay(watch::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    void look() {
        try {
            DriverAddress newer = addresses.newerThan(epoch).newer();
            if (newer != null) {
                LOG.error("This driver has been replaced by the one at {}, and ends", newer);
                end.accept(Ending.replaced(newer.epoch()));
            }
        } catch (LisleException e) {
            LOG.warn("Whether there is a newer driver cannot be learned now: {}", e.getMessage());
        } catch (RuntimeException e) {
            // a repeated action that throws is never run again
            LOG.warn("Looking for a newer driver failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
