package org.lisle.hdfs.publish;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The renames of a publication, in their order. Each is between a path below the job's staging directory, which only this job uses, and a
 * public one: so whether it was done is told by the staged path alone, and all can be gone on with, or undone, after any crash.
 *
 * @param moves in the order in which they are done
 * @param created public directories that are made for them, outer ones first
 */
record MovePlan(List<Move> moves, List<String> created) {
    MovePlan {
        moves = List.copyOf(moves);
        created = List.copyOf(created);
    }

    enum Direction {
        /** From the public place to the staging directory: something old makes room. */
        OUT,
        /** From the staging directory to the public place. */
        IN
    }

    /**
     * One rename.
     *
     * @param staged relative to the job's staging directory
     * @param visible the public path, whole
     */
    record Move(Direction direction, String staged, String visible) {
        /** Whether it was done, given whether the staged path is there. */
        boolean isDone(boolean stagedExists) {
            return direction == Direction.OUT ? stagedExists : !stagedExists;
        }
    }

    /** Whether a crash cannot leave a part of it. */
    boolean isAtomic() {
        return moves.size() <= 1 && created.isEmpty();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(moves.size());
        for (Move move : moves) {
            out.writeBoolean(move.direction() == Direction.IN);
            out.writeUTF(move.staged());
            out.writeUTF(move.visible());
        }
        out.writeInt(created.size());
        for (String directory : created) {
            out.writeUTF(directory);
        }
    }

    static MovePlan read(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Direction direction = in.readBoolean() ? Direction.IN : Direction.OUT;
            moves.add(new Move(direction, in.readUTF(), in.readUTF()));
        }
        int directories = in.readInt();
        List<String> created = new ArrayList<>();
        for (int i = 0; i < directories; i++) {
            created.add(in.readUTF());
        }
        return new MovePlan(moves, created);
    }
}
