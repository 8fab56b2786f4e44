package org.lisle.dag.simulate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which parties are kept apart next, for how long, and how often that happened. */
final class NetworkFaults {
    /** Two kinds of parties that can lose each other. */
    enum Between {
        DRIVER_AND_EXECUTORS,
        EXECUTORS,
        DRIVER_AND_RESOURCE_MANAGER,
        RESOURCE_MANAGER_AND_NODE,
        EXECUTORS_AND_HDFS,
        DRIVER_AND_HDFS
    }

    /**
     * @param connectionEnds whether what was sent over the cut is lost, as when a connection is reset; else it is late
     */
    record Cut(Between between, String one, String other, long millis, boolean connectionEnds) {}

    /** Most cuts are those of which there are the most in a cluster. */
    private static final List<Between> CHOICES = List.of(
            Between.DRIVER_AND_EXECUTORS,
            Between.DRIVER_AND_EXECUTORS,
            Between.EXECUTORS,
            Between.EXECUTORS,
            Between.EXECUTORS_AND_HDFS,
            Between.DRIVER_AND_HDFS,
            Between.DRIVER_AND_RESOURCE_MANAGER,
            Between.RESOURCE_MANAGER_AND_NODE);

    private static final int LONGEST_MILLIS = 500;

    private final Random random;
    private final int hosts;
    final Map<Between, Integer> happened = new EnumMap<>(Between.class);

    NetworkFaults(Random random, int hosts) {
        this.random = random;
        this.hosts = hosts;
    }

    Cut next() {
        Between between = CHOICES.get(random.nextInt(CHOICES.size()));
        String one = host();
        String other =
                switch (between) {
                    case DRIVER_AND_EXECUTORS -> SimulatedNetwork.DRIVER;
                    case EXECUTORS -> host();
                    case EXECUTORS_AND_HDFS, DRIVER_AND_HDFS -> SimulatedNetwork.HDFS;
                    case DRIVER_AND_RESOURCE_MANAGER, RESOURCE_MANAGER_AND_NODE -> SimulatedNetwork.RESOURCE_MANAGER;
                };
        if (between == Between.DRIVER_AND_RESOURCE_MANAGER || between == Between.DRIVER_AND_HDFS) {
            one = SimulatedNetwork.DRIVER;
        }
        return new Cut(between, one, other, 10 + random.nextInt(LONGEST_MILLIS), random.nextBoolean());
    }

    void happened(Cut cut) {
        happened.merge(cut.between, 1, Integer::sum);
    }

    private String host() {
        return "host-" + random.nextInt(hosts);
    }
}
