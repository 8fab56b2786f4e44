package org.lisle.minicluster.jobs;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.lisle.api.BarrierTaskContext;
import org.lisle.api.LisleContext;

/** A barrier stage of two tasks on two executors of one slot: prints what each heard of both, and whether their addresses differ. */
public final class TogetherOnTwo {
    private TogetherOnTwo() {}

    public static void main(String[] arguments) {
        try (LisleContext context =
                LisleContext.builder().appName("TogetherOnTwo").getOrCreate()) {
            List<String> heard = context.parallelize(
                            IntStream.range(0, 10).boxed().toList(), 2)
                    .barrier()
                    .mapPartitionsWithIndex((partition, numbers) -> {
                        BarrierTaskContext task = Objects.requireNonNull(BarrierTaskContext.get());
                        int sum = 0;
                        while (numbers.hasNext()) {
                            sum += numbers.next();
                        }
                        List<String> sums = task.allGather(partition + ":" + sum);
                        task.barrier();
                        long places = task.getTaskInfos().stream().distinct().count();
                        return List.of(sums + " on " + places).iterator();
                    })
                    .collect();
            System.out.println("heard " + heard);
        }
    }
}
