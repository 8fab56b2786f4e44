package org.lisle.yarn.launch;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.api.ApplicationConstants;

/** The command line of a container: one Java process, made by the start script, whose output goes to the container's log directory. */
public final class JvmCommand {
    /** What the product and Hadoop reach by reflection on a JDK 17 or newer. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/sun.nio.ch");

    /** A NodeManager passes on the last 4096 bytes of stderr. */
    private static final int CRASH_BYTES = 3500;

    /**
     * Whose JVM it is, and how many times the JVM's own numbers of calls and loops have to be passed until its optimising compiler takes a
     * method. At those numbers, half of what it does in a short job is code of the start: jars, configuration, class files (decision 024).
     */
    public enum Role {
        /** Runs few loops long. */
        DRIVER(20),
        /** Comes to these numbers within a tenth of a second, in its loops over records. */
        EXECUTOR(15);

        /** The same for the quick compiler, which takes half as many methods of a start then. */
        private static final int COMPILED_LATER = 4;

        private final int optimisedLater;

        Role(int optimisedLater) {
            this.optimisedLater = optimisedLater;
        }

        private List<String> thresholds() {
            return List.of(
                    "-XX:Tier3InvocationThreshold=" + COMPILED_LATER * 200,
                    "-XX:Tier3MinInvocationThreshold=" + COMPILED_LATER * 100,
                    "-XX:Tier3CompileThreshold=" + COMPILED_LATER * 2_000,
                    "-XX:Tier3BackEdgeThreshold=" + COMPILED_LATER * 60_000,
                    "-XX:Tier4InvocationThreshold=" + optimisedLater * 5_000,
                    "-XX:Tier4MinInvocationThreshold=" + optimisedLater * 600,
                    "-XX:Tier4CompileThreshold=" + optimisedLater * 15_000,
                    "-XX:Tier4BackEdgeThreshold=" + optimisedLater * 40_000);
        }
    }

    private static final String LOG_DIRECTORY = ApplicationConstants.LOG_DIR_EXPANSION_VAR;

    /**
     * The part of the heap that is there from the start, half of it for new objects. The JVM itself would give them a third: they would be
     * collected more often. Old objects have little room at first, so that no garbage stays among them (decision 055).
     */
    private static final int FIRST_HEAP_PART = 12;

    private static final int LEAST_FIRST_HEAP_MEGABYTES = 32;

    private JvmCommand() {}

    /**
     * @param cores the container's cores: decides on the garbage collector
     * @param userOptions flags of the user, which come last and so win; separated by white space
     * @param log4j the value of {@code log4j.configuration}
     */
    public static String of(
            Role role, String mainClass, ContainerMemory memory, int cores, String userOptions, String log4j) {
        List<String> words = new ArrayList<>();
        words.add("/bin/bash " + LaunchContexts.START_SCRIPT);
        words.add("-server");
        long firstHeapMegabytes = firstHeapMegabytes(memory.heapMegabytes());
        words.add("-Xms" + firstHeapMegabytes + "m");
        words.add("-XX:NewSize=" + firstHeapMegabytes / 2 + "m");
        words.add("-Xmx" + memory.heapMegabytes() + "m");
        words.add("-XX:MaxDirectMemorySize=" + memory.directMegabytes() + "m");
        if (cores < 2 || memory.heapMegabytes() < 1024) {
            words.add("-XX:+UseSerialGC");
            // a full collection gives back at once what the heap does not need, see ResidentWatch
            words.add("-XX:-ShrinkHeapInSteps");
        } else {
            words.add("-XX:+UseParallelGC");
        }
        words.add("-XX:ReservedCodeCacheSize=" + (memory.containerBytes() > 2L << 30 ? 240 : 96) + "m");
        words.addAll(role.thresholds());
        words.add("-XX:-UsePerfData");
        // else an exception that the JVM throws from hot code has neither text nor stack
        words.add("-XX:-OmitStackTraceInFastThrow");
        words.add("-XX:ErrorFile=" + LOG_DIRECTORY + "/hs_err_pid%p.log");
        // the end of stderr goes into the container's diagnostics, and so to the driver
        words.add("-XX:OnError='head -c " + CRASH_BYTES + " " + LOG_DIRECTORY + "/hs_err_pid%p.log 1>&2'");
        words.add("-Djava.net.preferIPv4Stack=true");
        words.add("-Djava.io.tmpdir={{PWD}}/tmp");
        words.add("-Dlog4j.configuration=" + log4j);
        words.add("-Dlisle.log.dir=" + LOG_DIRECTORY);
        for (String opened : OPENED) {
            words.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        for (String option : userOptions.trim().split("\\s+")) {
            if (!option.isEmpty()) {
                words.add(quoted(option));
            }
        }
        words.add(mainClass);
        words.add("1>" + LOG_DIRECTORY + "/stdout");
        words.add("2>" + LOG_DIRECTORY + "/stderr");
        return String.join(" ", words);
    }

    private static long firstHeapMegabytes(long heapMegabytes) {
        return Math.min(heapMegabytes, Math.max(LEAST_FIRST_HEAP_MEGABYTES, heapMegabytes / FIRST_HEAP_PART));
    }

    /** One word for the shell, which YARN gives the command inside double quotes. */
    static String quoted(String word) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '$', '"', '`', '\\' -> text.append('\\').append(c);
                case '\'' -> text.append("'\\\\''");
                default -> text.append(c);
            }
        }
        return text.append('\'').toString();
    }
}
