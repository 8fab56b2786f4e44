package org.lisle.hdfs.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BlockLocation;

/** Says which hosts hold how much of a range of bytes, and which are worth waiting for. */
final class HostRanking {
    private static final int MOST_HOSTS = 10;

    private HostRanking() {}

    /** Bytes of {@code [start, start + length)} by the names of the hosts that hold a replica. */
    static Map<String, Long> bytesByHost(List<BlockHosts> blocks, long start, long length) {
        Map<String, Long> bytes = new HashMap<>();
        for (BlockHosts block : blocks) {
            long overlap = Math.min(start + length, block.end()) - Math.max(start, block.start());
            if (overlap > 0) {
                block.hosts().forEach(host -> bytes.merge(host, overlap, Long::sum));
            }
        }
        return bytes;
    }

    /** Hosts that hold at least half as much as the best one, best first, ties by name. */
    static List<String> best(List<FilePiece> pieces) {
        Map<String, Long> bytes = new HashMap<>();
        for (FilePiece piece : pieces) {
            piece.hostBytes().forEach((host, held) -> bytes.merge(host, held, Long::sum));
        }
        return best(bytes);
    }

    static List<String> best(Map<String, Long> bytes) {
        List<Map.Entry<String, Long>> ranked = new ArrayList<>(bytes.entrySet());
        ranked.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return ranked.stream()
                .limit(MOST_HOSTS)
                .filter(entry -> entry.getValue() * 2 >= ranked.get(0).getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Where a block lies. Local file systems say localhost, which is no place in a cluster: it is left out. */
    record BlockHosts(long start, long end, List<String> hosts) {
        static BlockHosts of(BlockLocation location) throws java.io.IOException {
            List<String> hosts = new ArrayList<>();
            for (String host : location.getHosts()) {
                if (!host.equals("localhost")) {
                    hosts.add(host);
                }
            }
            return new BlockHosts(location.getOffset(), location.getOffset() + location.getLength(), hosts);
        }
    }
}
