package org.lisle.benchmarks.compare;

import java.util.List;
import java.util.Map;

/** Something that runs the jobs: how it is started, and how its processes are known. */
interface Engine {
    String name();

    /** Whether it has a program for this job. */
    boolean canRun(MeasuredJob job);

    /**
     * The command line of a run.
     *
     * @param resultFile where the program leaves its result
     */
    List<String> command(MeasuredJob job, String folder, String resultFile, String output);

    /** What stands in the command lines of its JVMs, by role. */
    Map<ProcessRole, List<String>> marks();
}
