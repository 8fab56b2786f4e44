package org.lisle.dag.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.lisle.core.operator.CallSite;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.SchedulerConfig;

/** Jobs of random shape: some stages are shared with earlier jobs, some persisted, some results are written, some only partly wanted. */
@SuppressWarnings("NullAway") // a null here fails the test
final class RandomJobs {
    private static final List<List<Integer>> DIVISIBLE = List.of(List.of(), List.of(0), List.of(1), List.of(0, 1));

    private final Random random;
    private final int hosts;
    private final List<ExecutorProfile> kinds;
    private final List<PlannedStage> shared = new ArrayList<>();
    private int nextId = 1;
    private int nextJob;

    /** @param kinds of executors that stages run on, the first one's most */
    RandomJobs(Random random, int hosts, List<ExecutorProfile> kinds) {
        this.kinds = kinds;
        this.random = random;
        this.hosts = hosts;
    }

    PlannedJob next() {
        PlannedStage result = random.nextInt(10) == 0
                ? Plans.resultStage(
                        nextId++, hosts(random.nextInt(3) == 0 ? 60 + random.nextInt(60) : 1 + random.nextInt(12)))
                : resultStage(nextId++, parents(0));
        result = together(result);
        if (random.nextInt(4) == 0) {
            result = persist(result);
        }
        if (random.nextInt(4) == 0) {
            result = Plans.saving(result);
        }
        result = onSome(result);
        return new PlannedJob(
                nextJob,
                new CallSite("collect", "Random.java:" + nextJob++),
                result,
                wanted(result),
                Map.of(SchedulerConfig.POOL_PROPERTY, "pool-" + random.nextInt(3)),
                "",
                nextJob % 3 > 0);
    }

    private static PlannedStage resultStage(int id, PlannedStage... parents) {
        return parents.length == 1
                ? Plans.resultStage(id, parents)
                : Plans.joinResult(id, DIVISIBLE.get(id / 2 % 4), parents);
    }

    /** Barrier stages never need more slots than there are for long. */
    private static boolean isSmall(PlannedStage stage) {
        return stage.partitions() > 0 && stage.partitions() <= 4;
    }

    private List<Integer> wanted(PlannedStage result) {
        boolean few = random.nextInt(5) == 0 && !result.program().isBarrier();
        List<Integer> wanted = IntStream.range(0, result.partitions())
                .filter(partition -> !few || random.nextInt(3) == 0)
                .boxed()
                .toList();
        return wanted;
    }

    private PlannedStage[] parents(int depth) {
        int count = random.nextInt(4) == 0 ? 2 : 1;
        int reducers = 1 + random.nextInt(10);
        Set<PlannedStage> parents = new HashSet<>();
        List<PlannedStage> inOrder = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PlannedStage parent = parent(depth, reducers);
            if (parents.add(parent)) {
                inOrder.add(parent);
            }
        }
        return inOrder.toArray(PlannedStage[]::new);
    }

    private PlannedStage parent(int depth, int reducers) {
        if (random.nextInt(3) == 0 && !shared.isEmpty()) {
            PlannedStage stage = shared.get(random.nextInt(shared.size()));
            var shuffle = stage.shuffle();
            if (shuffle != null && shuffle.reducePartitions() == reducers) {
                return stage;
            }
        }
        PlannedStage stage;
        if (depth < 4 && random.nextInt(2) == 0) {
            stage = together(reduceStage(nextId++, nextId++, reducers, parents(depth + 1)));
            if (random.nextInt(3) == 0) {
                stage = persist(stage);
            }
        } else {
            stage = together(Plans.mapStage(nextId++, nextId++, reducers, hosts(random.nextInt(20))));
        }
        stage = onSome(stage);
        shared.add(stage);
        return stage;
    }

    private static PlannedStage together(PlannedStage stage) {
        return isSmall(stage) && stage.id() % 3 == 0 ? Plans.barrier(stage) : stage;
    }

    private PlannedStage onSome(PlannedStage stage) {
        ExecutorProfile kind = kinds.get(stage.id() % 3 == 1 ? stage.id() / 3 % kinds.size() : 0);
        return Plans.on(kind, stage);
    }

    /** Of stages with two parents most are joins whose partitions may be sliced. */
    private static PlannedStage reduceStage(int id, int shuffleId, int reducers, PlannedStage... parents) {
        return parents.length == 1
                ? Plans.reduceStage(id, shuffleId, reducers, parents)
                : Plans.joinStage(id, shuffleId, reducers, DIVISIBLE.get(id / 2 % 4), parents);
    }

    private PlannedStage persist(PlannedStage stage) {
        return Plans.cached(stage, nextId++);
    }

    private List<List<String>> hosts(int partitions) {
        List<List<String>> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            List<String> preferred = new ArrayList<>();
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                preferred.add("host-" + random.nextInt(hosts));
            }
            all.add(preferred);
        }
        return all;
    }

    /** A shuffle that no later job can need; null when there is none. */
    Integer retireShuffle() {
        if (shared.size() < 10) {
            return null;
        }
        PlannedStage candidate = shared.get(random.nextInt(shared.size()));
        boolean needed = shared.stream().anyMatch(stage -> stage != candidate && reads(stage, candidate));
        var shuffle = candidate.shuffle();
        if (needed || shuffle == null) {
            return null;
        }
        shared.remove(candidate);
        return shuffle.shuffleId();
    }

    private static boolean reads(PlannedStage stage, PlannedStage ancestor) {
        return stage.parents().stream()
                .anyMatch(parent -> parent.stage() == ancestor || reads(parent.stage(), ancestor));
    }
}
