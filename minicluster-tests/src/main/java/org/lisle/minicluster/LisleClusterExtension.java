package org.lisle.minicluster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests an embedded HDFS + YARN as a parameter of type {@link LisleCluster}:
 *
 * <pre>{@code
 * @ExtendWith(LisleClusterExtension.class)
 * class MyJobOnYarnTest {
 *     @Test
 *     void countsWords(LisleCluster cluster) throws Exception {
 *         // put input into cluster.fileSystem()
 *         LisleCluster.Run run = cluster.submit(MyJob.class, Map.of(), "/in", "/out");
 *         assertThat(run.exitCode()).as(run.errors()).isZero();
 *     }
 * }
 * }</pre>
 *
 * <p>One cluster serves all test classes of the JVM, because starting one takes seconds; it ends with the JUnit run. Tests share its HDFS:
 * use paths of your own.
 */
public final class LisleClusterExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(LisleClusterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LisleCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Shared.class, key -> new Shared(), Shared.class)
                .cluster;
    }

    /** Closed by JUnit at the end of the run. */
    private static final class Shared implements AutoCloseable {
        private final LisleCluster cluster;

        Shared() {
            try {
                Path folder = Files.createTempDirectory("lisle-cluster-");
                this.cluster = LisleCluster.start(folder, EmbeddedCluster.Options.defaults());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
