package org.lisle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lisle demo [PATH]}, which bin/lisle starts with the embedded cluster on its class path: here for the help alone. */
@Command(
        name = "demo",
        description = {
            "Starts an embedded HDFS and YARN, counts the words of PATH (a file or a folder; default: Lisle's own texts) as a YARN"
                    + " application, and shows the result and where the time went. Needs bin/lisle of a checkout."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "A file or a folder with texts.")
    private List<String> path = new ArrayList<>();

    @Override
    public Integer call() {
        throw new LisleException(
                ErrorCode.USAGE,
                "the demo" + (path.isEmpty() ? "" : " of " + path.get(0))
                        + " needs the embedded cluster of a checkout, which is not in this jar",
                "start it with bin/lisle demo");
    }
}
