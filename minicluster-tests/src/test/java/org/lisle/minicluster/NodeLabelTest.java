package org.lisle.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.minicluster.jobs.Survivor;

/** A cluster of two nodes, one of which has a label: nobody gets a container there who does not ask for the label. */
@Tag("soak")
@Timeout(180)
class NodeLabelTest {
    private static final String LABEL = "special";

    @TempDir
    Path folder;

    @Test
    void allContainersAreOnTheNodesOfTheLabel() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(
                Files.createDirectory(folder.resolve("cluster")),
                new EmbeddedCluster.Options(2, 4096, 1 << 20, true),
                labels())) {
            ResourceManager manager = cluster.yarn().getResourceManager();
            NodeId labelled = cluster.yarn().getNodeManager(1).getNMContext().getNodeId();
            NodeId plain = cluster.yarn().getNodeManager(0).getNMContext().getNodeId();
            var labels = manager.getRMContext().getNodeLabelManager();
            labels.addToCluserNodeLabelsWithDefaultExclusivity(Set.of(LABEL));
            labels.replaceLabelsOnNode(Map.of(labelled, Set.of(LABEL)));

            Path marks = Files.createDirectory(folder.resolve("marks"));
            try (ClientProcess client = submit(cluster, LABEL, marks)) {
                client.submittedApplication();
                await().atMost(Duration.ofSeconds(60)).until(() -> contains(marks, "first-"));
                assertThat(containers(manager, labelled)).isEqualTo(2);
                assertThat(containers(manager, plain)).isZero();
                Files.createFile(marks.resolve("go"));
                String words = client.lastWords();
                assertThat(client.exitCode()).as(words).isZero();
            }
            try (ClientProcess client = submit(cluster, "nowhere", marks)) {
                String words = client.lastWords();
                assertThat(client.exitCode()).as(words).isEqualTo(4);
                assertThat(words)
                        .contains("lisle: the cluster did not take the application")
                        .contains("nowhere");
            }
        }
    }

    private static Map<String, String> labels() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("yarn.node-labels.enabled", "true");
        for (String queue : List.of("root", "root.default")) {
            String name = "yarn.scheduler.capacity." + queue + ".accessible-node-labels";
            properties.put(name, "*");
            properties.put(name + "." + LABEL + ".capacity", "100");
            properties.put(name + "." + LABEL + ".maximum-am-resource-percent", "1");
        }
        return properties;
    }

    private static int containers(ResourceManager manager, NodeId node) {
        return manager.getResourceScheduler().getNodeReport(node).getNumContainers();
    }

    private static boolean contains(Path folder, String prefix) {
        String[] names = folder.toFile().list((dir, name) -> name.startsWith(prefix));
        return names != null && names.length > 0;
    }

    private ClientProcess submit(EmbeddedCluster cluster, String label, Path marks) throws Exception {
        List<String> line = new ArrayList<>(List.of("submit", "--num-executors", "1"));
        line.addAll(List.of("--driver-memory", "512m", "--executor-memory", "512m"));
        line.addAll(List.of("--conf", "lisle.yarn.nodeLabelExpression=" + label));
        line.addAll(List.of("--conf", "lisle.yarn.java.home=" + System.getProperty("java.home")));
        line.addAll(List.of("--class", Survivor.class.getName()));
        line.add(ClassPathJar.write(folder.resolve("test-classes.jar")).toString());
        line.add(marks.toString());
        return ClientProcess.start(cluster, List.of(), Map.of(), line);
    }
}
