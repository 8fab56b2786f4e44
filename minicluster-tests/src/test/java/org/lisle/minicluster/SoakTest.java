package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.SoakRounds;
import org.lisle.minicluster.jobs.SoakRounds.Held;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One application works for long while every 20 seconds one of its processes dies or stands still: all answers are right, and no process
 * comes to hold more and more threads, files, direct memory or files of the node's disks. {@code -Dlisle.soak.seconds} is its length.
 */
@Tag("soak")
@Timeout(7_200)
class SoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("lisle.soak.seconds", 3_600));
    private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(20);
    private static final int DRIVER_EVERY = 6;
    /** An executor's pool of workers begins a thread for each piece of work until it has 32. */
    private static final int MOST_POOLED_THREADS = 40;
    /** A process with fewer rounds says nothing about growth. */
    private static final int ENOUGH_ROUNDS = 15;

    @TempDir
    Path folder;

    @Test
    void anHourOfFaultsLeavesNothingBehind(@TempDir Path clusterFolder) throws IOException {
        long seed = System.nanoTime();
        Path marks = Files.createDirectory(folder.resolve("marks"));
        try (LisleCluster cluster = LisleCluster.start(
                clusterFolder,
                new EmbeddedCluster.Options(1, 8192, 1 << 20, false),
                Map.of("yarn.resourcemanager.am.max-attempts", "100"))) {
            CompletableFuture<LisleCluster.Run> running = CompletableFuture.supplyAsync(
                    () -> cluster.submit(SoakRounds.class, settings(), marks.toString(), "/soak/out"));
            int faults = strike(marks, new Random(seed), running);
            Files.createFile(marks.resolve("stop"));
            List<Path> left = leftWhenIdle(marks, clusterFolder, running);
            Files.createFile(marks.resolve("end"));
            LisleCluster.Run run = running.join();

            assertThat(run.exitCode())
                    .as("seed " + seed + "\n" + run.errors() + run.logs())
                    .isZero();
            List<Long> rounds = Files.readAllLines(marks.resolve("rounds")).stream()
                    .map(Long::valueOf)
                    .toList();
            LOG.info("{} faults in {}, {} rounds, seed {}", faults, LENGTH, rounds.get(rounds.size() - 1), seed);
            assertThat(faults).as("faults").isGreaterThanOrEqualTo((int)
                    (LENGTH.toSeconds() / BETWEEN_FAULTS.toSeconds() - 2));
            assertThat(left)
                    .as("left on the node's disks, seed " + seed + "\n" + run.logs())
                    .isEmpty();
            assertNothingGrew(marks, seed);
            await("all processes end").atMost(Duration.ofMinutes(1)).until(() -> alive(marks, "")
                    .isEmpty());
            await("the application's directories on the node's disks are removed")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(appcacheOf(run.applicationId(), clusterFolder))
                            .isEmpty());
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("lisle.executor.instances", "2");
        settings.put("lisle.executor.cores", "1");
        settings.put("lisle.yarn.maxAppAttempts", "100");
        settings.put("lisle.yarn.max.executor.failures", "100000");
        return settings;
    }

    // ---------------------------------------------------------------- faults

    private static int strike(Path marks, Random random, CompletableFuture<?> running) throws IOException {
        await().atMost(Duration.ofSeconds(180))
                .until(() -> running.isDone() || processes(marks, "executor").size() > 1);
        long due = System.nanoTime();
        long end = due + LENGTH.toNanos();
        int faults = 0;
        while (due < end && !running.isDone()) {
            due += BETWEEN_FAULTS.toNanos();
            long next = due;
            await().atMost(BETWEEN_FAULTS.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> System.nanoTime() > next || running.isDone());
            faults += fault(marks, random, faults + 1, running);
        }
        return faults;
    }

    /** 1 when there was a process to strike. */
    private static int fault(Path marks, Random random, int number, CompletableFuture<?> running) throws IOException {
        await("two executors work")
                .atMost(Duration.ofMinutes(4))
                .until(() -> running.isDone()
                        || alive(marks, "executor").size() > 1
                                && !alive(marks, "driver").isEmpty());
        if (running.isDone()) {
            return 0;
        }
        if (number % DRIVER_EVERY == 0) {
            return kill(youngest(marks, "driver"));
        }
        return random.nextInt(3) == 0
                ? standStill(youngest(marks, "executor"), 1 + random.nextInt(6))
                : kill(youngest(marks, "executor"));
    }

    /** The oldest executor lives on, so that it sees all others come and go. */
    private static long youngest(Path marks, String kind) throws IOException {
        return alive(marks, kind).stream()
                .max(Comparator.comparing(
                        process -> process.info().startInstant().orElseThrow()))
                .map(ProcessHandle::pid)
                .orElse(-1L);
    }

    private static List<ProcessHandle> alive(Path marks, String kind) throws IOException {
        List<ProcessHandle> alive = new ArrayList<>();
        for (Path mark : processes(marks, kind)) {
            Instant lastWritten = Files.getLastModifiedTime(mark).toInstant();
            ProcessHandle.of(pid(mark))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> isOlder(process, lastWritten))
                    .ifPresent(alive::add);
        }
        return alive;
    }

    /** Ids of processes are used again: one that began later than this is a stranger, and not to be struck. */
    private static boolean isOlder(ProcessHandle process, Instant instant) {
        return process.info().startInstant().filter(instant::isAfter).isPresent();
    }

    private static int kill(long pid) {
        LOG.info("process {} is killed", pid);
        return ProcessHandle.of(Math.max(pid, 0))
                        .filter(ProcessHandle::destroyForcibly)
                        .isPresent()
                ? 1
                : 0;
    }

    private static int standStill(long pid, int seconds) throws IOException {
        LOG.info("process {} stands still for {} s", pid, seconds);
        if (pid < 0) {
            return 0;
        }
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "kill -STOP $0; sleep $1; kill -CONT $0",
                        Long.toString(pid),
                        Integer.toString(seconds))
                .start();
        return 1;
    }

    // ---------------------------------------------------------------- leaks

    /** What datasets wrote and is not removed in three minutes, whoever wrote it and however that one ended. */
    private static List<Path> leftWhenIdle(Path marks, Path clusterFolder, CompletableFuture<?> running)
            throws IOException {
        await("the application idles")
                .atMost(Duration.ofMinutes(2))
                .until(() -> running.isDone() || Files.exists(marks.resolve("idle")));
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        await().atMost(Duration.ofMinutes(4))
                .until(() -> System.nanoTime() > end
                        || running.isDone()
                        || leftNow(marks, clusterFolder).isEmpty());
        return running.isDone() ? List.of() : leftNow(marks, clusterFolder);
    }

    /**
     * Files below the application's local directories but for the containers' own and the archives', folders of shuffles, and locks when there are more
     * than executors.
     */
    private static List<Path> leftNow(Path marks, Path clusterFolder) throws IOException {
        List<Path> left = new ArrayList<>();
        List<Path> locks = new ArrayList<>();
        try (Stream<Path> all = Files.walk(clusterFolder)) {
            all.filter(path -> path.toString().contains("/appcache/application_"))
                    .filter(path -> !path.toString().matches(".*/appcache/[^/]*/(container_|filecache).*"))
                    .filter(path -> Files.isRegularFile(path)
                            || path.getFileName().toString().startsWith("shuffle_"))
                    .forEach(path -> (isLock(path) ? locks : left).add(path));
        } catch (UncheckedIOException e) {
            LOG.debug("files are being removed", e);
            return List.of(clusterFolder);
        }
        if (locks.size() > alive(marks, "executor").size()) {
            left.addAll(locks);
        }
        return left;
    }

    private static boolean isLock(Path entry) {
        return entry.toString().endsWith(".lock");
    }

    private static void assertNothingGrew(Path marks, long seed) throws IOException {
        int judged = 0;
        for (Path process : processes(marks, "")) {
            List<Held> held =
                    Files.readAllLines(process).stream().map(Held::parse).toList();
            if (held.size() >= ENOUGH_ROUNDS) {
                judged++;
                String who = process.getFileName() + " after " + held.size() + " rounds, seed " + seed;
                assertSteady(held, Held::threads, MOST_POOLED_THREADS, "threads of " + who);
                assertSteady(held, Held::files, 16, "open files of " + who);
                assertSteady(held, Held::directBytes, 16 << 20, "direct memory of " + who);
            }
        }
        assertSteady(
                byAllDrivers(marks),
                Held::diskEntries,
                0,
                "entries on the node's disks in the whole run, seed " + seed);
        assertThat(judged)
                .as("processes that lived for %s rounds", ENOUGH_ROUNDS)
                .isPositive();
    }

    /**
     * What the drivers wrote down, one after the other. The node's disks are of all processes, and what a dead one left is removed within minutes:
     * longer than most of them live.
     */
    private static List<Held> byAllDrivers(Path marks) throws IOException {
        List<Path> drivers = new ArrayList<>();
        for (Path driver : processes(marks, "driver")) {
            if (Files.size(driver) > 0) {
                drivers.add(driver);
            }
        }
        drivers.sort(Comparator.comparing(SoakTest::lastWritten));
        List<Held> held = new ArrayList<>();
        for (Path driver : drivers) {
            Files.readAllLines(driver).forEach(line -> held.add(Held.parse(line)));
        }
        return held;
    }

    private static FileTime lastWritten(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A leak shows in each of the last rounds: the least of them is above the most of the early ones. */
    private static void assertSteady(List<Held> held, ToLongFunction<Held> what, long slack, String name) {
        int third = held.size() / 3;
        long early = held.subList(0, third).stream().mapToLong(what).max().orElseThrow();
        long late = held.subList(held.size() - third, held.size()).stream()
                .mapToLong(what)
                .min()
                .orElseThrow();
        LOG.info("{}: at most {} early, at least {} late", name, early, late);
        assertThat(late).as("%s: early at most %s", name, early).isLessThanOrEqualTo(early + slack);
    }

    private static List<Path> processes(Path marks, String kind) throws IOException {
        try (Stream<Path> files = Files.list(marks)) {
            return files.filter(file -> file.getFileName().toString().startsWith(kind))
                    .filter(file -> file.getFileName().toString().contains("-"))
                    .toList();
        }
    }

    private static long pid(Path process) {
        String name = process.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }

    private static List<Path> appcacheOf(String application, Path clusterFolder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(clusterFolder)) {
            all.filter(path -> path.endsWith(Path.of("appcache", application))).forEach(found::add);
        } catch (UncheckedIOException e) {
            throw new AssertionError("directories are being removed", e);
        }
        return found;
    }
}
