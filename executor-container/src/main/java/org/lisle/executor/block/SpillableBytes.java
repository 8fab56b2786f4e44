package org.lisle.executor.block;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.id.BlockId;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;

/**
 * Bytes of a block that is being made: in memory while there is room and the level allows it, then in a file. When neither is possible they
 * are thrown away and {@link #isRefused} says so. Ends with exactly one of {@link #finish} and {@link #discard}. Confined to one thread.
 */
final class SpillableBytes extends OutputStream {
    private final BlockId id;
    private final StorageBudget budget;
    private final LocalDirectories directories;
    private final String folder;
    private final boolean mayUseDisk;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] current = new byte[0];
    private int position;
    private long reserved;
    private @Nullable FileOutput file;
    private boolean memoryOver;
    private boolean refused;

    SpillableBytes(
            BlockId id,
            boolean mayUseMemory,
            boolean mayUseDisk,
            StorageBudget budget,
            LocalDirectories directories,
            String folder) {
        this.id = id;
        this.budget = budget;
        this.directories = directories;
        this.folder = folder;
        this.mayUseDisk = mayUseDisk;
        this.memoryOver = !mayUseMemory;
    }

    boolean isRefused() {
        return refused;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** @throws org.lisle.core.error.LisleException SPILL_DISK_FULL or LOCAL_DISK */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0 && !refused) {
            if (memoryOver) {
                writeToFile(bytes, at, left);
                return;
            }
            if (position == current.length) {
                nextArray();
                continue;
            }
            int count = Math.min(left, current.length - position);
            System.arraycopy(bytes, at, current, position, count);
            position += count;
            at += count;
            left -= count;
        }
    }

    /** The whole. In memory, its size stays taken from the budget; null when it was refused. */
    @Nullable
    BlockContent finish() {
        if (refused) {
            return null;
        }
        if (memoryOver) {
            return finishFile();
        }
        List<byte[]> arrays = new ArrayList<>(full);
        if (position > 0) {
            arrays.add(Arrays.copyOf(current, position));
        }
        long size = arrays.stream().mapToLong(array -> array.length).sum();
        budget.release(reserved - size);
        reserved = 0;
        full.clear();
        return new BlockContent.Bytes(arrays, size);
    }

    void discard() {
        refused = true;
        dropMemory();
        FileOutput open = file;
        if (open != null) {
            file = null;
            try {
                open.close();
            } catch (IOException e) {
                throw directories.failure(open.file(), "closing the block " + id.text(), e);
            } finally {
                directories.delete(open.file());
            }
        }
    }

    private void nextArray() {
        int bytes = budget.pageBytes();
        if (budget.take(bytes, id)) {
            reserved += bytes;
            if (current.length > 0) {
                full.add(current);
            }
            current = new byte[bytes];
            position = 0;
        } else if (mayUseDisk) {
            moveToFile();
        } else {
            discard();
        }
    }

    private void moveToFile() {
        memoryOver = true;
        for (byte[] array : full) {
            writeToFile(array, 0, array.length);
        }
        writeToFile(current, 0, position);
        dropMemory();
    }

    private void dropMemory() {
        full.clear();
        current = new byte[0];
        position = 0;
        budget.release(reserved);
        reserved = 0;
    }

    private void writeToFile(byte[] bytes, int offset, int length) {
        FileOutput out = file;
        java.nio.file.Path path = out == null ? newFile() : out.file();
        try {
            if (out == null) {
                out = directories.create(path);
                file = out;
            }
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw directories.failure(path, "writing a block", e);
        }
    }

    private java.nio.file.Path newFile() {
        return directories.newFile(folder, id.text() + "-" + Long.toHexString(UNIQUE.getAndIncrement()));
    }

    private static final java.util.concurrent.atomic.AtomicLong UNIQUE = new java.util.concurrent.atomic.AtomicLong();

    private BlockContent finishFile() {
        writeToFile(new byte[0], 0, 0);
        FileOutput out = java.util.Objects.requireNonNull(file, "file");
        file = null;
        try {
            out.close();
        } catch (IOException e) {
            directories.delete(out.file());
            throw directories.failure(out.file(), "writing the block " + id.text(), e);
        }
        return new BlockContent.InFile(out.file(), out.position());
    }
}
