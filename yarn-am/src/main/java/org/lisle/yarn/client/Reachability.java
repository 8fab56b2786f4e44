package org.lisle.yarn.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * The first contact with a cluster, in bounded time. Hadoop's own clients try for 15 minutes, which is right for an application that runs
 * and wrong for a person who forgot a setting: so the addresses are knocked at first, and the first calls are given a time.
 */
final class Reachability {
    private static final int NAME_NODE_PORT = 8020;
    private static final String NEXT_STEP =
            "check that the cluster is up, and that HADOOP_CONF_DIR names its configuration";

    private final Configuration hadoop;
    private final Duration timeout;

    Reachability(Configuration hadoop, Duration timeout) {
        this.hadoop = hadoop;
        this.timeout = timeout;
    }

    /** @throws LisleException CLUSTER_UNREACHABLE naming the addresses when no ResourceManager listens */
    void requireResourceManager() {
        List<InetSocketAddress> addresses = resourceManagers();
        if (addresses.stream().noneMatch(this::listens)) {
            boolean unset = addresses.stream()
                    .anyMatch(address -> address.getHostString().equals("0.0.0.0"));
            throw new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "no ResourceManager answers at " + text(addresses),
                    unset
                            ? "no yarn-site.xml was found; set HADOOP_CONF_DIR to the cluster's configuration"
                            : NEXT_STEP);
        }
    }

    /** For hdfs with an address in the URI; others are found out by their first use. */
    void requireFileSystem(URI uri) {
        String host = uri.getHost();
        boolean direct = "hdfs".equals(uri.getScheme())
                && host != null
                && !hadoop.getTrimmedStringCollection("dfs.nameservices").contains(host);
        if (!direct) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(host, uri.getPort() < 0 ? NAME_NODE_PORT : uri.getPort());
        if (!listens(address)) {
            throw new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "no NameNode answers at " + text(List.of(address)) + " (" + uri + ")",
                    NEXT_STEP);
        }
    }

    /** Runs a call that may hang, for as long as the timeout. What it throws is thrown on; it goes on in the background when late. */
    <T> T within(String what, Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "first contact");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "the cluster took longer than " + timeout.toSeconds() + " s to " + what + " ("
                            + text(resourceManagers()) + ")",
                    NEXT_STEP,
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private List<InetSocketAddress> resourceManagers() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        if (HAUtil.isHAEnabled(hadoop)) {
            for (String id : HAUtil.getRMHAIds(hadoop)) {
                String address = hadoop.getTrimmed(HAUtil.addSuffix(YarnConfiguration.RM_ADDRESS, id));
                String host = hadoop.getTrimmed(HAUtil.addSuffix(YarnConfiguration.RM_HOSTNAME, id));
                if (address != null || host != null) {
                    addresses.add(NetUtils.createSocketAddr(
                            address != null ? address : host, YarnConfiguration.DEFAULT_RM_PORT));
                }
            }
        }
        return addresses.isEmpty()
                ? List.of(hadoop.getSocketAddr(
                        YarnConfiguration.RM_ADDRESS,
                        YarnConfiguration.DEFAULT_RM_ADDRESS,
                        YarnConfiguration.DEFAULT_RM_PORT))
                : addresses;
    }

    private boolean listens(InetSocketAddress address) {
        InetSocketAddress fresh = new InetSocketAddress(address.getHostString(), address.getPort());
        if (fresh.isUnresolved()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(fresh, (int) timeout.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(List<InetSocketAddress> addresses) {
        return String.join(
                ", ",
                addresses.stream()
                        .map(address -> address.getHostString() + ":" + address.getPort())
                        .toList());
    }
}
