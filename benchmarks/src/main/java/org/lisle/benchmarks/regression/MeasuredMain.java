package org.lisle.benchmarks.regression;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** {@code MeasuredMain FILE CLASS ARGUMENTS...}: runs a main and leaves the nanoseconds of processor time of this JVM in a file. */
public final class MeasuredMain {
    private MeasuredMain() {}

    public static void main(String[] arguments) throws Exception {
        Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 2, arguments.length));
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Files.writeString(Path.of(arguments[0]), Long.toString(system.getProcessCpuTime()));
    }
}
