package org.lisle.minicluster.jobs;

import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.hdfs.archive.LoadedClasses;

/** Prints whether driver and executors started from archives of loaded classes. */
public final class ArchiveUse {
    private ArchiveUse() {}

    public static void main(String[] arguments) {
        try (LisleContext context = LisleContext.builder().appName("archives").getOrCreate()) {
            System.out.println("the driver uses its archive: " + LoadedClasses.isUsed("driver.jsa"));
            List<Boolean> used = context.parallelize(List.of(1, 2), 2)
                    .map(number -> LoadedClasses.isUsed("executor.jsa"))
                    .collect();
            System.out.println("the executors use theirs: " + !used.contains(false));
        }
    }
}
