package org.lisle.executor.shuffle.fetch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lisle.core.message.MapOutput;
import org.lisle.core.message.MapOutputs;
import org.lisle.core.operator.MapRange;
import org.lisle.core.shuffle.SegmentSizes;
import org.lisle.executor.peer.Address;
import org.lisle.executor.shuffle.segment.MapOutputName;

/** Which segments make up a reduce partition, and where they are. A pure function of the locations; immutable. */
record FetchPlan(int shuffleId, List<Segment> segments) {
    /** So many executors of a host are asked for a segment, at most. */
    private static final int MOST_ADDRESSES = 4;

    FetchPlan {
        segments = List.copyOf(segments);
    }

    /**
     * Bytes of one map output.
     *
     * @param bytesAtMost its length or, by up to two ninths, more
     * @param addresses who can serve it: the one that wrote it first, then others on the same host
     * @param directory the local directory it lies in
     */
    record Segment(MapOutputName name, int reducePartition, long bytesAtMost, List<Address> addresses, Path directory) {
        Segment {
            addresses = List.copyOf(addresses);
        }

        String host() {
            return addresses.get(0).host();
        }

        @Override
        public String toString() {
            return "segment " + reducePartition + " of " + name;
        }
    }

    /**
     * The segments that are not empty, by map partition; those of a map partition that several tasks wrote, by task.
     *
     * @param maps the map partitions wanted, all of them or some
     * @throws FetchFailedException naming the outputs of these that are missing
     */
    static FetchPlan of(MapOutputs outputs, int reducePartition, MapRange maps) {
        Map<Integer, MapOutput> byNumber = new TreeMap<>();
        outputs.getOutputs().forEach(output -> byNumber.put(output.getMapPartition(), output));
        requireAll(outputs, byNumber, maps);
        Map<String, Set<Address>> servers = serversByHost(outputs.getOutputs());
        List<MapOutput> inOrder = new ArrayList<>(byNumber.values());
        inOrder.sort(Comparator.comparingInt(output -> mapPartition(outputs, output.getMapPartition())));
        List<Segment> segments = new ArrayList<>();
        for (MapOutput output : inOrder) {
            long bytes = SegmentSizes.most(output.getSizes(), reducePartition);
            if (bytes > 0 && maps.contains(mapPartition(outputs, output.getMapPartition()))) {
                segments.add(segment(output, reducePartition, bytes, servers));
            }
        }
        return new FetchPlan(outputs.getShuffleId(), segments);
    }

    /** The map partition of which an output is the whole or a part. */
    private static int mapPartition(MapOutputs outputs, int number) {
        int partitions = outputs.getMapPartitions();
        return number < partitions ? number : outputs.getSlices().get(number - partitions);
    }

    /** Who can serve an output now; empty when it is not among these. */
    static List<Address> serversOf(MapOutputName name, MapOutputs outputs) {
        for (MapOutput output : outputs.getOutputs()) {
            if (output.getMapPartition() == name.mapPartition() && output.getTaskId() == name.taskId()) {
                return segment(output, 0, 0, serversByHost(outputs.getOutputs()))
                        .addresses();
            }
        }
        return List.of();
    }

    static boolean isComplete(MapOutputs outputs) {
        long there = outputs.getOutputs().stream()
                .map(MapOutput::getMapPartition)
                .distinct()
                .count();
        return there == wanted(outputs).cardinality();
    }

    /** The numbers of all outputs of the shuffle. */
    private static BitSet wanted(MapOutputs outputs) {
        BitSet wanted = new BitSet();
        wanted.set(0, outputs.getMapPartitions() + outputs.getSlices().size());
        outputs.getSlices().forEach(wanted::clear);
        return wanted;
    }

    private static void requireAll(MapOutputs outputs, Map<Integer, MapOutput> byNumber, MapRange maps) {
        List<Integer> missing = wanted(outputs).stream()
                .filter(number -> maps.contains(mapPartition(outputs, number)) && !byNumber.containsKey(number))
                .boxed()
                .toList();
        if (!missing.isEmpty()) {
            throw new FetchFailedException(
                    outputs.getShuffleId(), missing, List.of(), "", "the driver knows no location", null);
        }
    }

    private static Map<String, Set<Address>> serversByHost(List<MapOutput> outputs) {
        Map<String, Set<Address>> servers = new HashMap<>();
        outputs.stream().sorted(Comparator.comparing(MapOutput::getExecutor)).forEach(output -> servers.computeIfAbsent(
                        output.getHost(), host -> new LinkedHashSet<>())
                .add(new Address(output.getHost(), output.getPort())));
        return servers;
    }

    private static Segment segment(
            MapOutput output, int reducePartition, long bytes, Map<String, Set<Address>> servers) {
        Set<Address> addresses = new LinkedHashSet<>();
        addresses.add(new Address(output.getHost(), output.getPort()));
        for (Address other : servers.getOrDefault(output.getHost(), Set.of())) {
            if (addresses.size() < MOST_ADDRESSES) {
                addresses.add(other);
            }
        }
        return new Segment(
                new MapOutputName(output.getShuffleId(), output.getMapPartition(), output.getTaskId()),
                reducePartition,
                bytes,
                List.copyOf(addresses),
                Path.of(output.getDirectory()));
    }
}
