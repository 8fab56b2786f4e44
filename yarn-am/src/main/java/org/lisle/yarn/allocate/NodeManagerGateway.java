package org.lisle.yarn.allocate;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.async.NMClientAsync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NodeManagers, which start containers: many at a time, on threads of YARN's client. */
final class NodeManagerGateway {
    private static final Logger LOG = LoggerFactory.getLogger(NodeManagerGateway.class);

    private final Configuration hadoop;
    private final NMClientAsync client;

    NodeManagerGateway(Configuration hadoop, ContainerNews news) {
        this.hadoop = hadoop;
        this.client = NMClientAsync.createNMClientAsync(new Events(news));
    }

    void start() {
        client.init(hadoop);
        // the end of the application ends its containers; stopping them one by one would hold it up
        client.getClient().cleanupRunningContainersOnStop(false);
        client.start();
    }

    void launch(Container container, ContainerLaunchContext context) {
        client.startContainerAsync(container, context);
    }

    void stop() {
        if (client.isInState(Service.STATE.STARTED)) {
            client.stop();
        }
    }

    private static final class Events extends NMClientAsync.AbstractCallbackHandler {
        private final ContainerNews news;

        Events(ContainerNews news) {
            this.news = news;
        }

        @Override
        public void onStartContainerError(ContainerId container, Throwable failure) {
            LOG.warn("{} could not be started", container, failure);
            news.notStarted(
                    container.toString(),
                    new ContainerExit("its container could not be started: " + failure.getMessage(), true));
        }

        @Override
        public void onContainerStarted(ContainerId container, Map<String, ByteBuffer> services) {
            LOG.debug("{} started", container);
        }

        @Override
        public void onContainerStatusReceived(ContainerId container, ContainerStatus status) {}

        @Override
        public void onContainerStopped(ContainerId container) {}

        @Override
        public void onContainerResourceIncreased(ContainerId container, Resource resource) {}

        @Override
        public void onContainerResourceUpdated(ContainerId container, Resource resource) {}

        @Override
        public void onGetContainerStatusError(ContainerId container, Throwable failure) {}

        @Override
        public void onIncreaseContainerResourceError(ContainerId container, Throwable failure) {}

        @Override
        public void onUpdateContainerResourceError(ContainerId container, Throwable failure) {}

        @Override
        public void onStopContainerError(ContainerId container, Throwable failure) {}
    }
}
