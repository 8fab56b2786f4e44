package org.lisle.dag.driver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.dag.schedule.SchedulerConfig;
import org.lisle.dag.schedule.SchedulerConfig.PoolShare;

/** The scheduler's settings out of the application's. */
final class DriverSettings {
    /** Long enough for the next action of the same program to come. */
    private static final Duration SERVER_IDLE = Duration.ofSeconds(10);

    private static final Pattern POOL = Pattern.compile("lisle\\.scheduler\\.pool\\.(.+)\\.(weight|minShare)");

    private DriverSettings() {}

    /**
     * @param replacesExecutors whether the cluster gives other executors for those that are released
     * @throws LisleException INVALID_SETTING naming key, value and what is allowed
     */
    static SchedulerConfig scheduler(
            LisleConf conf,
            UnaryOperator<String> rackOf,
            SchedulerConfig.ShuffleServers shuffleServers,
            boolean replacesExecutors) {
        return new SchedulerConfig(
                conf.get(Settings.TASK_MAX_FAILURES),
                conf.get(Settings.STAGE_MAX_ATTEMPTS),
                conf.get(Settings.LOCALITY_WAIT).toNanos(),
                isFair(conf.get(Settings.SCHEDULER_MODE)),
                pools(conf),
                conf.get(Settings.NETWORK_TIMEOUT).toNanos(),
                rackOf,
                shuffleServers,
                conf.get(Settings.SHUFFLE_CHECK_CONTENT),
                PolicyConfig.of(conf, replacesExecutors));
    }

    /** @param available whether the cluster can start such servers */
    static SchedulerConfig.ShuffleServers shuffleServers(LisleConf conf, boolean available) {
        return available
                ? new SchedulerConfig.ShuffleServers(
                        conf.get(Settings.SHUFFLE_SERVER_START_TIMEOUT).toNanos(), SERVER_IDLE.toNanos())
                : SchedulerConfig.ShuffleServers.NONE;
    }

    private static boolean isFair(String mode) {
        return switch (mode.toUpperCase(Locale.ROOT)) {
            case "FIFO" -> false;
            case "FAIR" -> true;
            default ->
                throw new LisleException(
                        ErrorCode.INVALID_SETTING,
                        "the setting " + Settings.SCHEDULER_MODE.name() + " cannot be '" + mode + "'",
                        "allowed is FIFO or FAIR");
        };
    }

    private static Map<String, PoolShare> pools(LisleConf conf) {
        Map<String, PoolShare> pools = new HashMap<>();
        conf.asMap().forEach((name, value) -> {
            Matcher matcher = POOL.matcher(name);
            if (matcher.matches()) {
                boolean weight = matcher.group(2).equals("weight");
                int number = number(name, value, weight ? 1 : 0);
                PoolShare share = pools.getOrDefault(matcher.group(1), PoolShare.USUAL);
                pools.put(
                        matcher.group(1),
                        weight ? new PoolShare(number, share.minShare()) : new PoolShare(share.weight(), number));
            }
        });
        return pools;
    }

    private static int number(String name, String value, int least) {
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, value, least, e);
        }
        throw notANumber(name, value, least, null);
    }

    private static LisleException notANumber(
            String name, String value, int least, @Nullable NumberFormatException cause) {
        return new LisleException(
                ErrorCode.INVALID_SETTING,
                "the setting " + name + " cannot be '" + value + "'",
                "allowed is a whole number from " + least,
                cause);
    }
}
