package org.lisle.minicluster.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.lisle.api.LisleContext;

/**
 * {@link ThreeStages} once for each of the stages named and once for {@code none}, all in one application; each time one of the two executors
 * dies in the third task of that stage. Arguments: IN, a folder for outputs, a local one with a folder for the marks of each, the names.
 */
public final class StruckInEachStage {
    private StruckInEachStage() {}

    public static void main(String[] arguments) {
        try (LisleContext context =
                LisleContext.builder().appName("StruckInEachStage").getOrCreate()) {
            for (String stage : List.of(arguments).subList(3, arguments.length)) {
                awaitTwoExecutors(context);
                Marks marks = new Marks(Path.of(arguments[2], stage).toString());
                ThreeStages.run(context, arguments[0], arguments[1] + "/" + stage, marks, stage, 2);
            }
        }
    }

    /** One that died is replaced meanwhile: tasks of a small job tell where they ran. */
    private static void awaitTwoExecutors(LisleContext context) {
        List<Integer> tasks = IntStream.range(0, 4).boxed().toList();
        while (context.parallelize(tasks, tasks.size())
                        .map(task -> {
                            Thread.sleep(100);
                            return ProcessHandle.current().pid();
                        })
                        .distinct()
                        .count()
                < 2) {
            // again
        }
    }
}
