package org.lisle.dag.lineage;

import java.lang.StackWalker.StackFrame;
import java.util.Set;
import java.util.stream.Stream;
import org.lisle.core.operator.CallSite;

/** Finds the line of the user's program that called the API, and by which method. */
public final class CallSites {
    private static final Set<String> API = Set.of(
            "org.lisle.api.LisleContext",
            "org.lisle.api.LisleContext$Builder",
            "org.lisle.api.ContextJobs",
            "org.lisle.api.ContextFiles",
            "org.lisle.api.RddActions",
            "org.lisle.api.Rdd",
            "org.lisle.api.PairRdd",
            "org.lisle.api.DoubleRdd",
            "org.lisle.api.HadoopRdd",
            "org.lisle.api.FileFormat");

    private CallSites() {}

    /** The call into the API on this thread. */
    public static CallSite here() {
        return StackWalker.getInstance().walk(CallSites::find);
    }

    private static CallSite find(Stream<StackFrame> frames) {
        String operation = "";
        for (StackFrame frame : (Iterable<StackFrame>) frames::iterator) {
            if (API.contains(frame.getClassName())) {
                operation = frame.getMethodName();
            } else if (!operation.isEmpty()) {
                return new CallSite(operation, location(frame));
            }
        }
        return new CallSite(operation, "");
    }

    private static String location(StackFrame frame) {
        return frame.getFileName() == null ? frame.getClassName() : frame.getFileName() + ":" + frame.getLineNumber();
    }
}
