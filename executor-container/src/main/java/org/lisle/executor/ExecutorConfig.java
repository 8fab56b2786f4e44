package org.lisle.executor;

import java.util.List;
import org.lisle.core.compress.Compression;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.executor.shuffle.fetch.FetchConfig;
import org.lisle.executor.task.ResourceUnits;

/**
 * What an executor has to know of itself and of the application.
 *
 * @param executor its id, unique in the application
 * @param epoch the driver's attempt it was started by
 * @param host the name by which others reach it
 * @param slots tasks that run at once
 * @param memoryPoolBytes of its memory pool
 * @param storageFraction part of the pool in which cached blocks are safe
 * @param maxResultBytes what the results of an action may take in the driver; 0 for no limit
 * @param logUrl the page with its logs; empty for none
 * @param container YARN's id of its container; empty for none
 * @param containerBytes above which its process is killed; 0 for no limit
 * @param profile the name of its kind, see {@link org.lisle.core.resource.ExecutorProfile}
 * @param resources what it has besides memory and processors
 */
public record ExecutorConfig(
        String executor,
        int epoch,
        String host,
        int slots,
        long memoryPoolBytes,
        double storageFraction,
        Compression compression,
        FetchConfig fetch,
        long maxResultBytes,
        String logUrl,
        String container,
        long containerBytes,
        String profile,
        List<ResourceUnits> resources) {

    /** Which executor this is and where it runs; the rest follows from the settings. */
    public record Place(
            String executor,
            int epoch,
            String host,
            int slots,
            long memoryPoolBytes,
            String logUrl,
            String container,
            long containerBytes,
            String profile,
            List<ResourceUnits> resources) {
        /** One as the settings say. */
        public Place(
                String executor,
                int epoch,
                String host,
                int slots,
                long memoryPoolBytes,
                String logUrl,
                String container,
                long containerBytes) {
            this(
                    executor,
                    epoch,
                    host,
                    slots,
                    memoryPoolBytes,
                    logUrl,
                    container,
                    containerBytes,
                    ExecutorProfile.USUAL,
                    List.of());
        }
    }

    /** @throws org.lisle.core.error.LisleException INVALID_SETTING */
    public static ExecutorConfig of(Place place, LisleConf conf) {
        return new ExecutorConfig(
                place.executor(),
                place.epoch(),
                place.host(),
                place.slots(),
                place.memoryPoolBytes(),
                conf.get(Settings.MEMORY_STORAGE_FRACTION),
                Compression.parse(conf.get(Settings.IO_COMPRESSION)),
                FetchConfig.from(conf),
                conf.get(Settings.DRIVER_MAX_RESULT_SIZE).bytes(),
                place.logUrl(),
                place.container(),
                place.containerBytes(),
                place.profile(),
                place.resources());
    }

    /** The memory pool of an executor in this JVM: a part of its heap. */
    public static long poolOfThisHeap(LisleConf conf) {
        return (long) (Runtime.getRuntime().maxMemory() * conf.get(Settings.MEMORY_FRACTION));
    }
}
