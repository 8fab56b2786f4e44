package org.lisle.executor.shuffle.fetch;

import java.time.Duration;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;

/**
 * @param maxBytesInFlight bytes one reader asks for and holds at a time
 * @param maxRetries rounds after the first, in each of which all executors of a segment's host are asked
 * @param retryWait before the second round; doubles each time
 */
public record FetchConfig(long maxBytesInFlight, int maxRetries, Duration retryWait) {
    public static FetchConfig from(LisleConf conf) {
        return new FetchConfig(
                conf.get(Settings.SHUFFLE_MAX_IN_FLIGHT).bytes(),
                conf.get(Settings.SHUFFLE_IO_MAX_RETRIES),
                conf.get(Settings.SHUFFLE_IO_RETRY_WAIT));
    }
}
