package org.lisle.executor.shuffle.fetch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** FETCH_FAILED with what the driver needs to compute the lost map outputs, and only those, again. */
public final class FetchFailedException extends LisleException {
    private static final long serialVersionUID = 1L;

    private final int shuffleId;
    private final List<Integer> mapPartitions;
    private final List<Long> mapTaskIds;
    private final String address;
    private final String unreachableHost;

    /** Where somebody answered, or nobody had to. See the other one. */
    public FetchFailedException(
            int shuffleId,
            List<Integer> mapPartitions,
            List<Long> mapTaskIds,
            String address,
            String reason,
            @Nullable Throwable cause) {
        this(shuffleId, mapPartitions, mapTaskIds, address, "", reason, cause);
    }

    /**
     * @param mapPartitions whose segments cannot be read, ascending
     * @param mapTaskIds the attempts that wrote them, in the same order; empty when no attempt is known
     * @param address {@code host:port} that was asked, empty when nobody was
     * @param unreachableHost the host of which nobody answered, when that is why; else empty
     */
    public FetchFailedException(
            int shuffleId,
            List<Integer> mapPartitions,
            List<Long> mapTaskIds,
            String address,
            String unreachableHost,
            String reason,
            @Nullable Throwable cause) {
        super(
                ErrorCode.FETCH_FAILED,
                "shuffle " + shuffleId + ": the output of map partition" + (mapPartitions.size() == 1 ? " " : "s ")
                        + abbreviate(mapPartitions) + " cannot be read" + (address.isEmpty() ? "" : " from " + address)
                        + ": "
                        + reason,
                "",
                cause);
        this.shuffleId = shuffleId;
        this.mapPartitions = List.copyOf(mapPartitions);
        this.mapTaskIds = List.copyOf(mapTaskIds);
        this.address = address;
        this.unreachableHost = unreachableHost;
    }

    public int shuffleId() {
        return shuffleId;
    }

    public List<Integer> mapPartitions() {
        return mapPartitions;
    }

    public List<Long> mapTaskIds() {
        return mapTaskIds;
    }

    public String address() {
        return address;
    }

    public String unreachableHost() {
        return unreachableHost;
    }

    private static String abbreviate(List<Integer> partitions) {
        return partitions.size() <= 10
                ? partitions.toString()
                : partitions.subList(0, 10) + " and " + (partitions.size() - 10) + " more";
    }
}
