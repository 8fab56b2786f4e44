package org.lisle.dag.action;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.Function2;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.FileService;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.Narrow;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.ObjectRecords;
import org.lisle.dag.lineage.Preparation;
import org.lisle.dag.lineage.Sources;

/**
 * Cuts the lineage of datasets that are marked: after the next action that has one in its lineage, it is written to files (or kept by the
 * executors alone), and from then on it is made of these. Thread-safe; each is written once.
 */
public final class Checkpoints {
    private enum Kind {
        FILES,
        EXECUTORS
    }

    private final Save save;
    private final RecordActions actions;
    private final Supplier<FileService> files;
    private final Supplier<Map<String, String>> settings;
    private final AtomicReference<@Nullable String> directory = new AtomicReference<>();
    private final Map<Node, Kind> marked = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Node, String> done = Collections.synchronizedMap(new WeakHashMap<>());

    /** @param settings of Hadoop */
    public Checkpoints(
            Save save, RecordActions actions, Supplier<FileService> files, Supplier<Map<String, String>> settings) {
        this.save = save;
        this.actions = actions;
        this.files = files;
        this.settings = settings;
    }

    public void setDirectory(String path) {
        directory.set(path);
    }

    public Optional<String> directory() {
        return Optional.ofNullable(directory.get());
    }

    /** @throws LisleException INVALID_ARGUMENT when no directory is set */
    public void mark(Node node, CallSite site) {
        if (directory.get() == null) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    site + " needs a directory for checkpoints",
                    "call setCheckpointDir on the context before");
        }
        if (!done.containsKey(node)) {
            marked.put(node, Kind.FILES);
        }
    }

    /** The node is persisted. */
    public void markLocal(Node node) {
        if (!done.containsKey(node)) {
            marked.putIfAbsent(node, Kind.EXECUTORS);
        }
    }

    public boolean isDone(Node node) {
        return done.containsKey(node);
    }

    /** The directory of a checkpoint in files that is done. */
    public Optional<String> fileOf(Node node) {
        return Optional.ofNullable(done.get(node)).filter(path -> !path.isEmpty());
    }

    /** An action on the node has ended: what is marked in its lineage is written now. */
    public void after(Node node) {
        if (marked.isEmpty()) {
            return;
        }
        for (Node found : markedIn(node)) {
            Kind kind = marked.remove(found);
            if (kind != null) {
                write(found, kind);
            }
        }
    }

    private Set<Node> markedIn(Node node) {
        Set<Node> found = new HashSet<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            Node next = open.pop();
            if (seen.add(next)) {
                if (marked.containsKey(next)) {
                    found.add(next);
                }
                next.dependencies().forEach(dependency -> open.push(dependency.parent()));
            }
        }
        return found;
    }

    private void write(Node node, Kind kind) {
        CallSite site = new CallSite("checkpoint", node.site().location());
        if (kind == Kind.EXECUTORS) {
            actions.count(node, site);
            node.cut(lost(node, site));
            done.put(node, "");
            return;
        }
        String path = directory.get() + "/rdd-" + node.id();
        save.to(files.get().byteValuesOutput(path, settings.get()), ObjectRecords.write(node, site), site);
        Node read = Sources.input(
                node.lineage(), site, files.get().batchesOfFiles(path, ObjectRecords.read(), settings.get()), 1);
        Preparation.of(read);
        node.cut(read);
        done.put(node, path);
    }

    /** What computes a partition that no executor has any more. */
    private static Node lost(Node node, CallSite site) {
        String name = node.toString();
        Function2<Integer, Iterator<Object>, Iterator<Object>> fail = (partition, none) -> {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "partition " + partition + " of the local checkpoint of " + name
                            + " is on no executor any more, and what it was made of is forgotten",
                    "use checkpoint(), which writes to files, or keep copies with a storage level such as"
                            + " MEMORY_AND_DISK_2");
        };
        Node empty = Sources.values(node.lineage(), site, List.of(), node.partitions());
        Node lost = Narrow.mapPartitions(empty, site, fail, false);
        Preparation.of(lost);
        return lost;
    }
}
