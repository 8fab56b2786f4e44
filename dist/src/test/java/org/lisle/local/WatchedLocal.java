package org.lisle.local;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;

/** Local mode for tests: with a memory pool of any size, and a look at what the driver knows. */
public final class WatchedLocal implements BackendProvider {
    private static final Pattern MASTER = Pattern.compile("watched\\[(\\d+),(\\d+)]");

    private static volatile @Nullable LocalBackend latest;

    /** The master for so many slots that share a pool of so many bytes. */
    public static String master(int slots, long poolBytes) {
        return "watched[" + slots + "," + poolBytes + "]";
    }

    /** Of the context that was made last. */
    public static ApplicationStatus status() {
        return Objects.requireNonNull(latest, "no context was made").status();
    }

    @Override
    public boolean accepts(String master) {
        return MASTER.matcher(master).matches();
    }

    @Override
    public Backend start(String master, LisleConf conf) {
        Matcher form = MASTER.matcher(master);
        if (!form.matches()) {
            throw new IllegalArgumentException(master);
        }
        LocalBackend backend = LocalBackend.start(
                new LocalMaster(Integer.parseInt(form.group(1))), conf, Long.parseLong(form.group(2)));
        latest = backend;
        return backend;
    }
}
