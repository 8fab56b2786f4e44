package org.lisle.core.id;

/**
 * Names of blocks: bytes or values that an executor keeps and other processes of the application may ask for. The text form crosses the
 * wire and is also the file name on disk.
 */
public sealed interface BlockId {
    /** The text form; {@link #parse} reads it. */
    String text();

    /** Partition {@code partition} of the persisted dataset {@code rddId}: {@code rdd_7_0}. */
    record Cached(int rddId, int partition) implements BlockId {
        @Override
        public String text() {
            return "rdd_" + rddId + "_" + partition;
        }
    }

    /** Piece {@code piece} of a broadcast value: {@code broadcast_3_0}. */
    record BroadcastPiece(long broadcastId, int piece) implements BlockId {
        @Override
        public String text() {
            return "broadcast_" + broadcastId + "_" + piece;
        }
    }

    /** The result of a task that was too large to be sent inline: {@code result_42}. */
    record TaskResult(long taskId) implements BlockId {
        @Override
        public String text() {
            return "result_" + taskId;
        }
    }

    /** @throws IllegalArgumentException when the text names no block */
    static BlockId parse(String text) {
        String[] parts = text.split("_", -1);
        try {
            if (parts.length == 3 && parts[0].equals("rdd")) {
                return new Cached(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            }
            if (parts.length == 3 && parts[0].equals("broadcast")) {
                return new BroadcastPiece(Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
            }
            if (parts.length == 2 && parts[0].equals("result")) {
                return new TaskResult(Long.parseLong(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a block id: " + text, e);
        }
        throw new IllegalArgumentException("not a block id: " + text);
    }
}
