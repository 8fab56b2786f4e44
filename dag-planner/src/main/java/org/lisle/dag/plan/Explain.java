package org.lisle.dag.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.dag.lineage.ByKey;
import org.lisle.dag.lineage.Dependency;
import org.lisle.dag.lineage.Node;

/**
 * The plan as text, in the order in which stages run:
 *
 * <pre>
 * Stage 0: 3 partitions, writes shuffle 0 by hash(2), combined before it
 *   MapRecords      mapToPair at WordCount.java:31
 *   FlatMapRecords  flatMap at WordCount.java:30
 *   Input           textFile at WordCount.java:29  [text hdfs:///in]
 * Stage 1: 2 partitions, the result
 *   CombineByKey    reduceByKey at WordCount.java:32
 *   ShuffleRead     shuffle 0 of stage 0
 * </pre>
 *
 * Each line is what the line above is made of. Stages and shuffles are numbered in this text alone. Numbers of partitions may make files
 * be looked at; nothing runs.
 */
public final class Explain {
    private final Planner planner;
    private final Map<ByKey, Integer> stages = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private Explain(Planner planner) {
        this.planner = planner;
    }

    public static String of(Node node, Planner planner) {
        Explain explain = new Explain(planner);
        Shuffles.before(node, shuffle -> false).forEach(shuffle -> explain.stages.put(shuffle, explain.stages.size()));
        explain.stages.forEach(explain::stage);
        explain.result(node);
        return explain.text.toString();
    }

    private void stage(ByKey shuffle, int stage) {
        heading(stage, shuffle.parent())
                .append("writes shuffle ")
                .append(stage)
                .append(" by ")
                .append(shuffle.partitioning().describe())
                .append(shuffle.mapSideCombine() == null ? "" : ", combined before it")
                .append(barrier(shuffle.parent()))
                .append(planner.splitsSkewed() && maySplit(shuffle.parent()) ? ", skewed partitions are split" : "")
                .append(planner.isPlanned(shuffle) ? ", planned by an earlier action" : "");
        resources(shuffle.parent());
        text.append('\n');
        operators(shuffle.parent());
    }

    private static String barrier(Node end) {
        return BarrierChains.has(end) ? ", a barrier stage: all tasks at once" : "";
    }

    /** As {@link org.lisle.core.operator.Slice#inputsOf} sees it, before there are operators. */
    private static boolean maySplit(Node end) {
        Node node = end;
        while (node.isByRecord() && !node.level().isValid() && !Shuffles.cuts(only(node))) {
            node = only(node).parent();
        }
        return node.isDivisible()
                && !node.level().isValid()
                && node.dependencies().stream().allMatch(Shuffles::cuts);
    }

    private static Dependency only(Node node) {
        return node.dependencies().get(0);
    }

    private void result(Node node) {
        heading(stages.size(), node)
                .append("the result")
                .append(barrier(node))
                .append(
                        planner.splitsSkewed() && maySplit(node)
                                ? ", skewed partitions are split where the action allows it"
                                : "");
        resources(node);
        text.append('\n');
        operators(node);
    }

    private void resources(Node end) {
        ResourceProfile asked = planner.resources().asked(end);
        if (asked != null) {
            text.append(", on ").append(asked);
        }
    }

    private StringBuilder heading(int stage, Node end) {
        int partitions = end.partitions();
        return text.append("Stage ")
                .append(stage)
                .append(": ")
                .append(partitions)
                .append(partitions == 1 ? " partition, " : " partitions, ");
    }

    private void operators(Node end) {
        List<Line> lines = new ArrayList<>();
        collect(end, "  ", "  ", lines, new HashSet<>());
        int width = lines.stream().mapToInt(line -> line.kind().length()).max().orElse(0);
        for (Line line : lines) {
            text.append(line.kind())
                    .append(" ".repeat(width - line.kind().length() + 2))
                    .append(line.rest())
                    .append('\n');
        }
    }

    private record Line(String kind, String rest) {}

    private void collect(Node start, String first, String rest, List<Line> lines, Set<Node> shown) {
        Node node = start;
        String indent = first;
        boolean more = true;
        while (more) {
            boolean again = !shown.add(node);
            lines.add(new Line(indent + node.kind(), describe(node) + (again ? "  (see above)" : "")));
            List<Dependency> dependencies = again ? List.of() : node.dependencies();
            more = dependencies.size() == 1 && !Shuffles.cuts(dependencies.get(0));
            if (more) {
                node = dependencies.get(0).parent();
                indent = rest;
            } else {
                inputs(dependencies, rest, lines, shown);
            }
        }
    }

    private void inputs(List<Dependency> dependencies, String indent, List<Line> lines, Set<Node> shown) {
        boolean branches = dependencies.size() > 1;
        String first = indent + (branches ? "+ " : "");
        for (Dependency dependency : dependencies) {
            if (dependency instanceof ByKey byKey && byKey.shuffles()) {
                int stage = number(byKey);
                lines.add(new Line(first + "ShuffleRead", "shuffle " + stage + " of stage " + stage));
            } else {
                collect(dependency.parent(), first, indent + (branches ? "| " : ""), lines, shown);
            }
        }
    }

    private int number(ByKey shuffle) {
        Integer number = stages.get(shuffle);
        if (number == null) {
            throw new IllegalStateException("a shuffle was not numbered: " + shuffle.parent());
        }
        return number;
    }

    private static String describe(Node node) {
        StringBuilder line = new StringBuilder(node.site().toString());
        if (node.name() != null) {
            line.append("  \"").append(node.name()).append('"');
        }
        if (!node.detail().isEmpty()) {
            line.append("  [").append(node.detail()).append(']');
        }
        if (node.level().isValid()) {
            line.append("  cached (").append(node.level().description()).append(')');
        }
        return line.toString();
    }
}
