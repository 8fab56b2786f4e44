package org.lisle.dag.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.ExecutorProfile;
import org.lisle.core.resource.ProfileRules;
import org.lisle.dag.lineage.Dependency;
import org.lisle.dag.lineage.Node;

/** What the datasets of a stage ask for, and the executors that this comes to. Immutable. */
public final class StageResources {
    private final Function<@Nullable ResourceProfile, ExecutorProfile> executors;
    private final boolean merges;

    private StageResources(Function<@Nullable ResourceProfile, ExecutorProfile> executors, boolean merges) {
        this.executors = executors;
        this.merges = merges;
    }

    /** @param executors what a profile comes to, and null, which is none */
    public static StageResources of(LisleConf conf, Function<@Nullable ResourceProfile, ExecutorProfile> executors) {
        return new StageResources(executors, conf.get(PolicySettings.MERGES_PROFILES));
    }

    /** In this process, with the settings as they are. */
    static StageResources local() {
        return of(LisleConf.empty(), ProfileRules.local(LisleConf.empty())::of);
    }

    /** @throws LisleException INVALID_ARGUMENT naming the two where the stage's datasets ask for different things */
    ExecutorProfile executors(Node end) {
        return executors.apply(asked(end));
    }

    /** The profile of the stage that ends with the node; null for none. Fails as {@link #executors}. */
    @Nullable
    ResourceProfile asked(Node end) {
        Map<ResourceProfile, Node> found = new LinkedHashMap<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        open.push(end);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (!seen.add(node)) {
                continue;
            }
            ResourceProfile wanted = node.resources();
            if (wanted != null) {
                found.putIfAbsent(wanted, node);
            }
            for (Dependency dependency : node.dependencies()) {
                if (!Shuffles.cuts(dependency)) {
                    open.push(dependency.parent());
                }
            }
        }
        if (found.size() > 1 && !merges) {
            throw conflict(end, found);
        }
        return found.keySet().stream().reduce(ResourceProfile::max).orElse(null);
    }

    private static LisleException conflict(Node end, Map<ResourceProfile, Node> found) {
        StringBuilder both = new StringBuilder();
        found.forEach((profile, node) -> both.append(both.isEmpty() ? "" : ", and ")
                .append('(')
                .append(profile)
                .append(") of ")
                .append(node.site()));
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "the stage of " + end.site() + " has datasets with different resource profiles: " + both,
                "give its datasets one profile, put a shuffle such as repartition between them, or set "
                        + PolicySettings.MERGES_PROFILES.name() + "=true for the larger of each amount");
    }
}
