package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.BoundedDouble;
import org.lisle.api.FutureAction;
import org.lisle.api.LisleContext;
import org.lisle.api.LisleFiles;
import org.lisle.api.PartialResult;
import org.lisle.api.Rdd;
import org.lisle.api.StatusTracker;
import org.lisle.api.TaskContext;
import org.lisle.api.listener.LisleListener;
import org.lisle.api.resource.ExecutorResourceRequests;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.api.resource.ResourceProfileBuilder;
import org.lisle.api.resource.TaskResourceRequests;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** What a context offers besides datasets: files for tasks, actions aside, groups and tags, status, listeners. */
@SuppressWarnings("NullAway") // what is asked for is there
class ContextFeaturesTest {
    /** What tasks that ended say of whether they failed. */
    private static final ConcurrentLinkedQueue<String> FAILED = new ConcurrentLinkedQueue<>();

    private static volatile CountDownLatch gate = new CountDownLatch(0);

    @TempDir
    Path folder;

    private LisleContext context;

    @BeforeEach
    void open() {
        context = LisleContext.builder().appName("features").master("local[2]").build();
    }

    @AfterEach
    void close() {
        gate.countDown();
        context.close();
    }

    /** Tasks that wait: all of them, or those of partitions from one on. */
    private Rdd<Integer> waiting(int fromPartition) {
        gate = new CountDownLatch(1);
        return context.parallelize(IntStream.range(0, 8).boxed().toList(), 4)
                .mapPartitionsWithIndex((partition, records) -> {
                    if (partition >= fromPartition) {
                        gate.await();
                    }
                    return records;
                });
    }

    @Test
    void tasksKnowTheirStageAndHowTheyEnd() {
        FAILED.clear();
        assertThat(context.parallelize(List.of(1, 2, 3), 3)
                        .map(n -> {
                            TaskContext task = Objects.requireNonNull(TaskContext.get());
                            return task.partitionId() + " of " + task.numPartitions() + ", " + task.stageAttemptNumber()
                                    + ", " + task.isFailed();
                        })
                        .collect())
                .containsExactly("0 of 3, 0, false", "1 of 3, 0, false", "2 of 3, 0, false");
        for (int divisor : List.of(1, 0)) {
            Rdd<Integer> divided = context.parallelize(List.of(divisor), 1).map(n -> {
                TaskContext task = Objects.requireNonNull(TaskContext.get());
                task.addTaskCompletionListener(() -> FAILED.add(n + ": " + task.isFailed()));
                return 1 / n;
            });
            if (divisor == 0) {
                assertThatThrownBy(divided::collect).hasStackTraceContaining("ArithmeticException");
            } else {
                assertThat(divided.collect()).containsExactly(1);
            }
        }
        assertThat(FAILED).containsOnly("1: false", "0: true").contains("1: false", "0: true");
    }

    @Test
    void tasksFindAddedFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("words.txt"), "hello");
        context.addFile(file.toString());
        context.addFile(file.toString());
        assertThat(context.parallelize(List.of(1, 2), 2)
                        .map(n -> Files.readString(Path.of(LisleFiles.get("words.txt"))) + n)
                        .collect())
                .containsExactly("hello1", "hello2");
        assertThat(Files.readString(Path.of(LisleFiles.get("words.txt")))).isEqualTo("hello");
        assertThatThrownBy(() -> LisleFiles.get("other.txt")).hasMessageContaining("other.txt");
        assertThatThrownBy(() -> context.addFile(folder.toString(), true)).hasMessageContaining("directory");
        context.close();
        assertThatThrownBy(() -> LisleFiles.get("words.txt")).hasMessageContaining("no file words.txt");
    }

    @Test
    void tasksFindTheClassesOfAddedJars() throws Exception {
        Path jar = jarWithGreeting();
        context.addJar(jar.toString());
        assertThat(context.jars()).containsExactly(jar.toString());
        assertThat(context.parallelize(List.of(1), 1)
                        .map(n -> Thread.currentThread()
                                .getContextClassLoader()
                                .loadClass("added.Greeting")
                                .getDeclaredConstructor()
                                .newInstance()
                                .toString())
                        .collect())
                .containsExactly("greetings");
    }

    private Path jarWithGreeting() throws Exception {
        Path source = folder.resolve("added/Greeting.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source, "package added; public class Greeting { public String toString() { return \"greetings\"; } }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        Path jar = folder.resolve("added.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("added/Greeting.class"));
            out.write(Files.readAllBytes(folder.resolve("added/Greeting.class")));
        }
        assertThat(new URLClassLoader(new java.net.URL[] {jar.toUri().toURL()}).loadClass("added.Greeting"))
                .isNotNull();
        return jar;
    }

    @Test
    void anActionAsideCanBeCancelled() {
        FutureAction<Long> counting = waiting(0).countAsync();
        await().until(() ->
                counting.jobIds().size() == 1 && context.statusTracker().getActiveStageIds().length == 1);
        assertThat(counting.isDone()).isFalse();
        assertThat(counting.cancel(true)).isTrue();
        assertThat(counting.isCancelled()).isTrue();
        assertThatThrownBy(counting::get).isInstanceOf(CancellationException.class);
        await().until(() -> context.statusTracker().getActiveJobIds().length == 0);
        assertThat(context.parallelize(List.of(1, 2)).count()).isEqualTo(2);
    }

    @Test
    void anActionAsideFailsAsTheActionDoes() {
        FutureAction<List<Integer>> failing =
                context.parallelize(List.of(0), 1).map(n -> 1 / n).collectAsync();
        assertThatThrownBy(failing::get)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("ArithmeticException");
    }

    @Test
    void jobsAreCancelledByTagAndByGroup() {
        Rdd<Integer> waiting = waiting(0);
        context.addJobTag("one");
        context.addJobTag("two");
        assertThat(context.getJobTags()).isEqualTo(Set.of("one", "two"));
        FutureAction<Long> tagged = waiting.countAsync();
        context.removeJobTag("one");
        context.clearJobTags();
        context.setJobGroup("group", "counting");
        FutureAction<Long> grouped = waiting.countAsync();
        context.clearJobGroup();
        await().until(() -> context.statusTracker().getActiveJobIds().length == 2);
        assertThat(context.statusTracker().getJobIdsForGroup("group"))
                .containsExactly(grouped.jobIds().get(0));

        context.cancelJobsWithTag("three");
        context.cancelJobsWithTag("one", "enough of it");
        assertThatThrownBy(tagged::get).hasStackTraceContaining("enough of it");
        assertThat(grouped.isDone()).isFalse();
        context.cancelJobGroup("group");
        assertThatThrownBy(grouped::get).hasStackTraceContaining("group");
        assertThatThrownBy(() -> context.addJobTag("a,b")).hasMessageContaining("comma");
    }

    @Test
    void anEstimateComesWhenTheTimeIsOverAndTheValueLater() {
        Rdd<Integer> slow = waiting(2);
        PartialResult<BoundedDouble> count;
        do {
            count = slow.countApprox(200, 0.9);
        } while (count.initialValue().mean() == 0);
        assertThat(count.isInitialValueFinal()).isFalse();
        assertThat(count.initialValue().mean()).isEqualTo(8.0);
        assertThat(count.initialValue().low()).isLessThan(8.0);
        assertThat(count.initialValue().high()).isGreaterThan(8.0);
        ConcurrentLinkedQueue<Double> heard = new ConcurrentLinkedQueue<>();
        count.map(BoundedDouble::mean).onComplete(heard::add);
        gate.countDown();
        assertThat(count.getFinalValue()).isEqualTo(BoundedDouble.exact(8));
        await().until(() -> heard.contains(8.0));
    }

    @Test
    void theStatusShowsJobsAndStages() {
        FutureAction<Long> counting = waiting(0).countAsync();
        StatusTracker tracker = context.statusTracker();
        await().until(() -> tracker.getActiveStageIds().length == 1);
        int job = counting.jobIds().get(0);
        assertThat(tracker.getActiveJobIds()).containsExactly(job);
        assertThat(tracker.getJobInfo(job).status()).isEqualTo(StatusTracker.State.RUNNING);
        assertThat(tracker.getStageInfo(tracker.getActiveStageIds()[0]).numTasks())
                .isEqualTo(4);
        assertThat(tracker.getJobInfo(999)).isNull();
        gate.countDown();
        await().until(() -> tracker.getJobInfo(job).status() == StatusTracker.State.SUCCEEDED);
    }

    @Test
    void listenersHearOfWhatHappens() {
        List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        context.addListener(new LisleListener() {
            @Override
            public void onJobStart(JobStart event) {
                heard.add("job starts");
                throw new IllegalStateException("a listener that fails harms nobody");
            }

            @Override
            public void onStageSubmitted(StageSubmitted event) {
                heard.add("stage of " + event.tasks() + " tasks");
            }

            @Override
            public void onTaskStart(TaskStart event) {
                heard.add("task starts");
            }

            @Override
            public void onTaskEnd(TaskEnd event) {
                heard.add("task " + event.outcome());
            }

            @Override
            public void onStageCompleted(StageCompleted event) {
                heard.add("stage ends");
            }

            @Override
            public void onBlockUpdated(BlockUpdated event) {
                heard.add("block " + event.present());
            }

            @Override
            public void onJobEnd(JobEnd event) {
                heard.add("job ends " + event.failure());
            }
        });
        context.parallelize(List.of(1), 1).cache().count();
        await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains("job ends null"));
        await().until(() -> heard.contains("block true"));
        List<String> inOrder = new ArrayList<>(heard);
        inOrder.remove("block true");
        assertThat(inOrder)
                .containsExactly(
                        "job starts",
                        "stage of 1 tasks",
                        "task starts",
                        "task SUCCEEDED",
                        "stage ends",
                        "job ends null");
    }

    @Test
    void persistedDatasetsAreKnown() {
        Rdd<Integer> kept = context.parallelize(List.of(1)).cache();
        assertThat(context.getPersistentRDDs()).containsOnlyKeys(kept.id());
        kept.unpersist();
        assertThat(context.getPersistentRDDs()).isEmpty();
        assertThat(kept.persist(org.lisle.api.StorageLevel.DISK_ONLY).count()).isEqualTo(1);
        kept.unpersist(true);
        assertThat(context.getPersistentRDDs()).isEmpty();
    }

    @Test
    void theContextKnowsItself() {
        assertThat(context.isLocal()).isTrue();
        assertThat(context.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(context.sparkUser()).isNotEmpty();
        assertThat(context.resources()).isEmpty();
        assertThat(context.getReadOnlyConf()).isEqualTo(context.getConf());
        context.setCallSite("somewhere");
        assertThat(context.parallelize(List.of(1)).explain()).contains("parallelize at somewhere");
        context.clearCallSite();
        assertThat(context.parallelize(List.of(1)).explain()).contains("ContextFeaturesTest.java");
        context.hadoopConfiguration().setInt("some.number", 3);
        assertThat(context.hadoopConfiguration().get("some.number")).isEqualTo("3");
        context.setLogLevel("ERROR");
        assertThatThrownBy(() -> context.setLogLevel("LOUD")).hasMessageContaining("LOUD");
    }

    @Test
    void accumulatorsMayHaveNames() {
        var sum = context.doubleAccumulator("sum");
        var all = context.<Integer>collectionAccumulator("all");
        var count = new org.lisle.api.LongAccumulator();
        context.register(count);
        context.parallelize(List.of(1, 2), 2).foreach(n -> {
            sum.add(n / 2.0);
            all.add(n);
            count.add(1);
        });
        assertThat(sum.value()).isEqualTo(1.5);
        assertThat(all.value()).containsExactlyInAnyOrder(1, 2);
        assertThat(count.value()).isEqualTo(2);
    }

    @Test
    void datasetsKnowThemselves() {
        Rdd<Integer> numbers = context.parallelize(List.of(1, 2, 3), 2);
        Rdd<Integer> doubled = numbers.map(n -> 2 * n);
        assertThat(numbers.context()).isSameAs(context);
        assertThat(LisleContext.getOrCreate()).isSameAs(context);
        assertThat(context.appName()).isEqualTo("features");
        assertThat(context.master()).startsWith("local");
        assertThat(context.applicationId()).isNotEmpty();
        assertThat(doubled.id()).isGreaterThan(numbers.id());
        assertThat(numbers.name()).isNull();
        assertThat(numbers.setName("numbers").name()).isEqualTo("numbers");
        assertThat(doubled.toDebugString()).isEqualTo(doubled.explain()).contains("parallelize");
        assertThat(doubled.partitioner()).isEmpty();
        assertThat(numbers.mapToPair(n -> org.lisle.api.Pair.of(n, n))
                        .setName(null)
                        .name())
                .isNull();
        assertThat(numbers.mapToDouble(n -> n).setName("doubles").name()).isEqualTo("doubles");
    }

    @Test
    void allJobsAreCancelledTogether() {
        Rdd<Integer> waiting = waiting(0);
        context.setInterruptOnCancel(true);
        context.setJobGroup("group", null, true);
        FutureAction<Long> one = waiting.countAsync();
        context.clearJobGroup();
        FutureAction<Long> other = waiting.countAsync();
        await().until(() -> context.statusTracker().getActiveJobIds().length == 2);
        context.cancelJobGroup("another group", "of no job");
        context.cancelAllJobs();
        for (FutureAction<Long> action : List.of(one, other)) {
            assertThatThrownBy(action::get).hasStackTraceContaining("all jobs were cancelled");
        }
        context.setJobDescription("nothing");
        assertThat(context.getLocalProperty("lisle.job.description")).isEqualTo("nothing");
        context.setLocalProperty("lisle.job.description", null);
        assertThat(context.getLocalProperty("lisle.job.description")).isNull();
    }

    @Test
    void aStoppedContextKnowsThatItIs() {
        long before = System.currentTimeMillis();
        assertThat(context.startTime()).isPositive().isLessThanOrEqualTo(before);
        assertThat(context.getCheckpointDir()).isEmpty();
        context.setCheckpointDir(folder.toString());
        assertThat(context.getCheckpointDir().orElseThrow()).startsWith(folder.toString());
        LisleListener listener = new LisleListener() {};
        context.addListener(listener);
        context.removeListener(listener);
        assertThat(context.isStopped()).isFalse();
        context.stop(0);
        assertThat(context.isStopped()).isTrue();
        context.stop();
        assertThatThrownBy(() -> context.parallelize(List.of(1))).hasMessageContaining("closed");
    }

    @Test
    void aTaskKnowsThePartOfItsStagesProfileThatThisProcessCanGive() {
        ResourceProfile two = new ResourceProfileBuilder()
                .require(new ExecutorResourceRequests().memory("400g").resource("gpu", 8))
                .require(new TaskResourceRequests().cpus(2))
                .build();
        Rdd<Integer> rdd = context.parallelize(List.of(1, 2, 3, 4), 4).withResources(two);

        assertThat(rdd.getResourceProfile()).isEqualTo(two);
        assertThat(rdd.explain()).contains("memory 400.0 GiB", "tasks of cpus 2");
        assertThat(rdd.map(value -> TaskContext.get().cpus()).collect()).containsOnly(2);
        assertThat(rdd.map(value -> TaskContext.get().resources().size()).collect())
                .containsOnly(0);
    }

    @Test
    void twoProfilesInOneStageAreAnErrorThatNamesBothAndAShuffleParts() {
        ResourceProfile one = new ResourceProfileBuilder()
                .require(new TaskResourceRequests().cpus(1))
                .build();
        ResourceProfile large = new ResourceProfileBuilder()
                .require(new ExecutorResourceRequests().memory("2g"))
                .build();
        Rdd<Integer> first = context.parallelize(List.of(1, 2, 3)).withResources(one);
        Rdd<Integer> second = first.map(value -> value + 1).withResources(large);

        assertThatThrownBy(second::collect)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("(executors of the usual size; tasks of cpus 1) of parallelize at")
                .hasMessageContaining("(executors of memory 2.0 GiB; tasks of cpus 1) of map at");
        Rdd<Integer> parted = first.repartition(2).map(value -> value + 1).withResources(large);
        assertThat(parted.collect()).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(parted.explain().lines().filter(line -> line.startsWith("Stage")))
                .hasSize(2)
                .anyMatch(line -> line.contains("on executors of the usual size; tasks of cpus 1"))
                .anyMatch(line -> line.contains("on executors of memory 2.0 GiB; tasks of cpus 1"));
    }

    @Test
    void aProfileThatNoExecutorCouldServeIsRefusedAtOnce() {
        Rdd<Integer> rdd = context.parallelize(List.of(1));
        ResourceProfile tooMany = new ResourceProfileBuilder()
                .require(new TaskResourceRequests().cpus(1_000))
                .build();
        assertThatThrownBy(() -> rdd.withResources(tooMany))
                .hasMessageContaining("a task takes 1000 cpus, and its executors have");
        assertThat(rdd.getResourceProfile()).isNull();
    }
}
