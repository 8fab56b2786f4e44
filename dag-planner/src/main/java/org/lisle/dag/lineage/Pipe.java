package org.lisle.dag.lineage;

import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lisle.api.function.Function2;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.SideEffects;

/**
 * Partitions through a command of the operating system: each record as a line to its input, each line of its output a record.
 *
 * @param command the program and its arguments
 * @param environment added to that of the executor
 * @param separateWorkingDirectory whether each task runs it in a directory of its own, removed afterwards
 * @param bufferSize bytes that are gathered before they go to its input
 * @param encoding of both ends
 */
public record Pipe(
        List<String> command,
        Map<String, String> environment,
        boolean separateWorkingDirectory,
        int bufferSize,
        String encoding)
        implements Serializable {
    public Pipe {
        command = List.copyOf(command);
        environment = new LinkedHashMap<>(environment);
    }

    public Node of(Node parent, CallSite site) {
        Function2<Integer, Iterator<Object>, Iterator<String>> pipe =
                (Function2<Integer, Iterator<Object>, Iterator<String>> & SideEffects)
                        (partition, records) -> PipedRecords.start(this, records);
        return Narrow.mapPartitions(parent, site, pipe, false);
    }
}
