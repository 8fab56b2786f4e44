package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lisle.api.LisleContext;
import org.lisle.api.LisleFiles;

/** Prints what driver and executors read in files of the submission. Arguments: their names. */
public final class ShippedFilesUse {
    private ShippedFilesUse() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("the driver reads " + read(arguments[0]) + " and " + read(arguments[1]));
        try (LisleContext context = LisleContext.builder().appName("shipped").getOrCreate()) {
            System.out.println("the executors read "
                    + context.parallelize(List.of(arguments), 2)
                            .map(ShippedFilesUse::read)
                            .collect());
        }
    }

    /** The file, or the file {@code one.txt} in the folder of an archive. */
    private static String read(String name) throws IOException {
        Path path = Path.of(LisleFiles.get(name));
        return Files.readString(Files.isDirectory(path) ? path.resolve("one.txt") : path);
    }
}
