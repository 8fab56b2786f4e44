package org.lisle.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lisle.api.LisleContext;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.config.Settings;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.executor.Executor;
import org.lisle.executor.ExecutorConfig;
import org.lisle.executor.ExecutorParts;
import org.lisle.executor.driver.DriverLink;

/** An application: its executors, its journals, and one driver after the other, each of which runs the program from the beginning. */
final class Rig implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Pattern FIRST_OUTPUT = Pattern.compile("shuffle_\\d+_0_\\d+\\..*");

    final MemoryJournals journals = new MemoryJournals();
    private final Path folder;
    private final LisleConf conf;
    private final Map<String, Executor> executors = new ConcurrentHashMap<>();
    /** By the ids of executors, the names of their kinds. */
    private final Map<String, String> profiles = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable Driver> current = new AtomicReference<>();
    private final List<Crash> crashes = new ArrayList<>();
    private final List<Thread> mains = new ArrayList<>();
    final Map<Integer, Driver> drivers = new ConcurrentHashMap<>();
    private final AtomicBoolean outputLost = new AtomicBoolean();
    private int nextExecutor = 1;

    Rig(Path folder) {
        this(folder, Map.of());
    }

    Rig(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.conf = LisleConf.empty()
                .with(Map.of(
                        Settings.EXECUTOR_INSTANCES.name(),
                        "1",
                        Settings.EXECUTOR_CORES.name(),
                        "2",
                        Settings.SHUFFLE_IO_RETRY_WAIT.name(),
                        "20ms",
                        PolicySettings.SKEW_FACTOR.name(),
                        "2",
                        PolicySettings.SKEW_THRESHOLD.name(),
                        "100"))
                .with(settings);
    }

    /** A program: what its main does, and says at its end. */
    @FunctionalInterface
    interface Main {
        String run(LisleContext context) throws Exception;
    }

    void startExecutor() {
        startExecutor(ExecutorProfile.USUAL);
    }

    /** Executors of their own, for a program that asks for these; their tasks run nowhere else. */
    void startExecutor(ResourceProfile profile) {
        startExecutor(Driver.kind(conf, profile).name());
    }

    private void startExecutor(String profile) {
        String id = Integer.toString(nextExecutor++);
        DriverLink link = message -> {
            Driver driver = current.get();
            return driver == null ? Driver.cutOffFrom() : driver.request(message);
        };
        var place = new ExecutorConfig.Place(id, 1, "localhost", 2, 64L << 20, "", "", 0, profile, List.of());
        profiles.put(id, profile);
        executors.put(
                id,
                new Executor(
                        ExecutorConfig.of(place, conf),
                        link,
                        ExecutorParts.local(List.of(folder), Rig.class.getClassLoader(), block -> driver().services()
                                .block(block))));
    }

    /** What the driver of this epoch launched. */
    List<Driver.Launched> launchedBy(int epoch) {
        return Objects.requireNonNull(drivers.get(epoch)).launched;
    }

    /** All executors end; another one of each kind comes on the same node. The driver hears of it if one lives. */
    void replaceExecutors() {
        List<String> gone = List.copyOf(executors.keySet());
        gone.forEach(id -> Objects.requireNonNull(executors.remove(id)).close());
        gone.stream().map(profiles::get).distinct().forEach(this::startExecutor);
        Driver driver = current.get();
        if (driver != null) {
            gone.forEach(driver::lost);
            executors.values().forEach(driver::connect);
        }
    }

    /** What the first map partition of each shuffle wrote is gone from the disk; only the first call takes anything. */
    void loseFirstOutputs() throws IOException {
        if (outputLost.compareAndSet(false, true)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> FIRST_OUTPUT
                                .matcher(path.getFileName().toString())
                                .matches())
                        .toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Whether the journals have a record of this kind. */
    boolean hasWritten(Class<? extends SpecificRecord> kind) {
        return drivers.keySet().stream()
                .flatMap(epoch -> journals.records(epoch).stream())
                .anyMatch(kind::isInstance);
    }

    private Driver driver() {
        Driver driver = current.get();
        if (driver == null) {
            throw new IllegalStateException("no driver lives");
        }
        return driver;
    }

    /** Runs the program to its end with the driver of this epoch; not at all when an earlier one wrote down the end. */
    String run(int epoch, Main main) throws Exception {
        String said = run(epoch, Crash.How.BEFORE, NEVER, main);
        if (said == null) {
            throw new AssertionError("the driver of epoch " + epoch + " died without an order");
        }
        return said;
    }

    /** Runs the program with a driver that dies at the n-th record; null when it did die, else what the program said. */
    @Nullable
    String run(int epoch, Crash.How how, int number, Main main) throws Exception {
        AtomicReference<Crash> made = new AtomicReference<>();
        Driver driver = new Driver(
                conf,
                epoch,
                journals,
                cutOff -> {
                    Crash crash = new Crash(how, number, cutOff);
                    made.set(crash);
                    return crash;
                },
                executors::get);
        Crash crash = Objects.requireNonNull(made.get());
        crashes.add(crash);
        drivers.put(epoch, driver);
        current.set(driver);
        driver.loseAllBut(executors.keySet());
        executors.values().forEach(driver::connect);
        RigProvider.next(driver);
        LisleContext context = LisleContext.builder()
                .appName("rig")
                .master("rig")
                .config("lisle.scheduler.mode", "FIFO")
                .build();
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                Optional<String> known = driver.earlierEnd();
                String said = known.isPresent() ? known.get() : main.run(context);
                driver.end(said);
                end.complete(said);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        mains.add(thread);
        thread.start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (System.nanoTime() < until) {
                if (crash.hasHappened()) {
                    current.set(null);
                    return null;
                }
                try {
                    return end.get(2, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    continue;
                } catch (ExecutionException e) {
                    if (crash.hasHappened()) {
                        current.set(null);
                        return null;
                    }
                    throw e;
                }
            }
            throw new AssertionError("epoch " + epoch + " does not end; stopped " + how + " record " + number
                    + "; main: " + List.of(thread.getStackTrace()));
        } finally {
            context.close();
        }
    }

    @Override
    public void close() {
        crashes.forEach(Crash::over);
        mains.forEach(Thread::interrupt);
        drivers.values().forEach(Driver::bury);
        executors.values().forEach(Executor::close);
    }
}
