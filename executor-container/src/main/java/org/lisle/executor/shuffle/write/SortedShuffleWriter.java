package org.lisle.executor.shuffle.write;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordOutput;
import org.lisle.core.compress.BlockOutputStream;
import org.lisle.core.compress.Compression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.shuffle.ContentSums;
import org.lisle.core.unit.DataSize;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.memory.TaskMemory;

/**
 * Sorts records by reduce partition, in bytes.
 *
 * <pre>
 *   write   record -> bytes in a page, pointer (partition, page, offset)
 *   spill   pointers sorted by partition -> one run: for each partition a segment of whole blocks, before its records the names of the
 *           classes that they name by number
 *   commit  for each partition: the runs' segments copied as they are, then the segment still in memory
 * </pre>
 *
 * Within a partition records keep the order in which they were written, whenever memory ran out: the sort is stable and runs are copied in
 * their order. Confined to the task's thread.
 */
final class SortedShuffleWriter extends MemoryConsumer {
    private static final int INITIAL_RECORD_BYTES = 256;
    /** Less than so many pages are not worth a file: they are kept when others want memory, and had when there is none. */
    private static final int LEAST_PAGES = 4;

    private final TaskMemory memory;
    private final RecordCodec codec;
    private final Compression compression;
    private final ShuffleWriteMetrics metrics;
    private final int partitions;
    private final RecordOutput record = new RecordOutput(INITIAL_RECORD_BYTES);
    private final ClassTable classes = ClassTable.apart();
    private final RecordPointers pointers;
    private final RecordPages pages;
    private final SpilledRuns runs;
    private final long[] sums;
    private long records;

    SortedShuffleWriter(
            String name,
            int partitions,
            TaskMemory memory,
            RecordCodec codec,
            Compression compression,
            LocalDirectories directories,
            ShuffleWriteMetrics metrics) {
        super(name);
        this.memory = memory;
        this.codec = codec;
        this.compression = compression;
        this.metrics = metrics;
        this.partitions = partitions;
        this.pointers = new RecordPointers(partitions);
        this.pages = new RecordPages(Math.min(memory.pageBytes(), RecordPointers.MOST_PAGE_BYTES));
        this.runs = new SpilledRuns(directories);
        this.sums = new long[partitions];
        record.shareClasses(classes);
    }

    void add(int partition, @Nullable Object key, @Nullable Object value) {
        record.reset();
        codec.write(key, record);
        codec.write(value, record);
        int length = record.position();
        if (pointers.isFull() || !pages.hasRoom(length)) {
            makeRoom(length);
        }
        int offset = pages.append(record.buffer(), length);
        pointers.add(partition, pages.currentPage(), offset);
        sums[partition] += ContentSums.hash(record.buffer(), 0, length);
        records++;
    }

    /** What the records of each partition add up to, see {@link ContentSums}. */
    long[] contentSums() {
        return sums.clone();
    }

    long records() {
        return records;
    }

    int spills() {
        return runs.size();
    }

    /** Writes all segments. May be called again when it failed. @return bytes of each segment */
    long[] writeAll(FileOutput out) throws IOException {
        long began = System.nanoTime();
        long[] sizes = new long[partitions];
        try (SpilledRuns.Cursor spilled = runs.open()) {
            writeSegments(out, sizes, spilled);
        }
        metrics.shuffleWriteNanos(System.nanoTime() - began);
        return sizes;
    }

    void close() {
        clear();
        memory.releaseAll(this);
        runs.close();
    }

    @Override
    public long spill(long targetBytes) {
        return memory.heldBy(this) < least() ? 0 : spillAll();
    }

    private long spillAll() {
        long held = memory.heldBy(this);
        if (pointers.size() == 0) {
            return 0;
        }
        long began = System.nanoTime();
        metrics.spilled(runs.add(out -> {
            long[] sizes = new long[partitions];
            writeSegments(out, sizes, null);
            return sizes;
        }));
        metrics.shuffleWriteNanos(System.nanoTime() - began);
        clear();
        memory.releaseAll(this);
        return held;
    }

    private void writeSegments(FileOutput out, long[] sizes, SpilledRuns.@Nullable Cursor spilled) throws IOException {
        long[] sorted = pointers.sorted();
        RecordOutput names = new RecordOutput(0);
        if (!classes.isEmpty()) {
            codec.writeClasses(classes, names);
        }
        BlockOutputStream blocks = new BlockOutputStream(out, compression);
        int next = 0;
        for (int partition = 0; partition < partitions; partition++) {
            long start = out.position();
            if (spilled != null) {
                spilled.copySegments(partition, out);
            }
            if (pointers.count(partition) > 0) {
                blocks.write(names.buffer(), 0, names.position());
            }
            for (int end = next + pointers.count(partition); next < end; next++) {
                pages.writeTo(blocks, RecordPointers.page(sorted[next]), RecordPointers.offset(sorted[next]));
            }
            blocks.finish();
            sizes[partition] = out.position() - start;
        }
    }

    /** Afterwards one more record of the length has room. Every reservation may spill all that is here. */
    private void makeRoom(int length) {
        if (pages.isFull()) {
            spillAll();
        }
        if (pointers.isFull()) {
            growPointers();
        }
        if (!pages.hasRoom(length)) {
            addPage(length);
        }
        if (pointersHeld() == 0) {
            // What was here was spilled, or this is the first record.
            memory.reserveMinimum(initialPointerBytes(), this);
        }
    }

    private void growPointers() {
        long more = (long) RecordPointers.BYTES_EACH * pointers.capacity();
        int before = pointers.size();
        boolean granted = pointers.canGrow() && reserve(more);
        if (pointers.size() < before) {
            memory.release(granted ? more : 0, this);
        } else if (granted) {
            pointers.grow();
        } else {
            spillAll();
        }
    }

    private void addPage(int length) {
        int bytes = pages.pageFor(length);
        if (!reserve(bytes)) {
            spillAll();
            if (length + RecordPages.MOST_LENGTH_BYTES <= memory.pageBytes()) {
                memory.reserveMinimum(bytes, this);
            } else if (!memory.reserveAll(bytes, this)) {
                throw tooLarge(length);
            }
        }
        pages.addPage(length);
    }

    /** All the bytes or none; the first few pages in any case. May spill all that is here. */
    private boolean reserve(long bytes) {
        if (memory.reserveAll(bytes, this)) {
            return true;
        }
        if (memory.heldBy(this) + bytes > least()) {
            return false;
        }
        memory.reserveMinimum(bytes, this);
        return true;
    }

    private long least() {
        return (long) LEAST_PAGES * memory.pageBytes();
    }

    /** Reserved for pointers: all that is not reserved for pages. */
    private long pointersHeld() {
        return memory.heldBy(this) - pages.allocated();
    }

    private static long initialPointerBytes() {
        return (long) RecordPointers.BYTES_EACH * RecordPointers.INITIAL_CAPACITY;
    }

    private void clear() {
        pointers.clear();
        pages.clear();
    }

    private LisleException tooLarge(int length) {
        return new LisleException(
                ErrorCode.RECORD_TOO_LARGE,
                "a record of " + new DataSize(length) + " does not fit into the memory of " + name() + " in task "
                        + memory.taskId(),
                "raise lisle.executor.memory or lower lisle.executor.cores");
    }
}
