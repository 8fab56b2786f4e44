package org.lisle.executor.block;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.api.StorageLevel;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.compress.Compression;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.BlockChange;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.transport.BulkSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks of this executor, in memory and on local disks.
 *
 * <p>A block in memory is objects or bytes, on disk bytes. When memory is wanted, blocks are evicted, the least recently used first, to disk
 * where their level allows it. Readers pin what they read; what is pinned stays. A block that is damaged on disk is dropped as if it had
 * never been here. The driver is told of every change, with no lock held.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class BlockStore {
    /** Below every count. */
    public static final long UNKNOWN_COUNT = -1;

    private static final Logger LOG = LoggerFactory.getLogger(BlockStore.class);
    private static final String FOLDER = "blocks";

    private final MemoryPool pool;
    private final LocalDirectories directories;
    private final String folder;
    private final Compression compression;
    private final Supplier<RecordCodec> codecs;
    private final BlockReporter reporter;
    private final Compactor compactor;
    private final StorageBudget budget = new PoolBudget();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final LinkedHashMap<BlockId, BlockEntry> blocks = new LinkedHashMap<>(16, 0.75f, true);

    /** @param codecs makes codecs of the job's values, for threads that are no task's */
    public BlockStore(
            MemoryPool pool,
            LocalDirectories directories,
            Compression compression,
            Supplier<RecordCodec> codecs,
            BlockReporter reporter) {
        this.pool = pool;
        this.directories = directories;
        this.folder = directories.privateFolder(FOLDER);
        this.compression = compression;
        this.codecs = codecs;
        this.reporter = reporter;
        this.compactor = new Compactor(pool.pageBytes(), directories, folder, compression, codecs);
        pool.evictWith(bytes -> evict(bytes, null));
    }

    // ---------------------------------------------------------------- putting

    /** Begins a block of values. The level's replication is not this class's business. */
    public BlockBuilder build(BlockId id, StorageLevel level, RecordCodec codec) {
        return new StoringBuilder(this, id, level, codec);
    }

    /**
     * Keeps bytes as they are; the array is not copied.
     *
     * @return false when they do not fit by the level, or the block is here already
     */
    public boolean putBytes(BlockId id, byte[] bytes, StorageLevel level) {
        if (level.useMemory() && budget.take(bytes.length, id)) {
            return put(id, level, BlockContent.Bytes.of(bytes));
        }
        if (!level.useDisk()) {
            return false;
        }
        SpillableBytes target = newBytes(id, false, true);
        try {
            target.write(bytes, 0, bytes.length);
            BlockContent content = target.finish();
            return content != null && put(id, level, content);
        } catch (RuntimeException | Error e) {
            target.discard();
            throw e;
        }
    }

    /** As below, for bytes of which nobody has counted the values. */
    boolean put(BlockId id, StorageLevel level, BlockContent content) {
        return put(id, level, content, UNKNOWN_COUNT);
    }

    /** Takes over a finished content and its memory; when the block is here already, the new content is freed. */
    boolean put(BlockId id, StorageLevel level, BlockContent content, long count) {
        BlockEntry entry = new BlockEntry(id, level, content, count);
        synchronized (lock) {
            if (blocks.containsKey(id)) {
                entry.removed = true;
            } else {
                blocks.put(id, entry);
            }
        }
        if (entry.removed) {
            free(content);
            return false;
        }
        report(entry);
        return true;
    }

    /** Bytes on their way into this store. */
    SpillableBytes newBytes(BlockId id, boolean mayUseMemory, boolean mayUseDisk) {
        return new SpillableBytes(id, mayUseMemory, mayUseDisk, budget, directories, folder);
    }

    StorageBudget budget() {
        return budget;
    }

    Compression compression() {
        return compression;
    }

    // ---------------------------------------------------------------- reading

    public boolean contains(BlockId id) {
        synchronized (lock) {
            return blocks.containsKey(id);
        }
    }

    /** How many values a block has that is here; {@link #UNKNOWN_COUNT} where it is not, or they have to be read for it. */
    public long count(BlockId id) {
        synchronized (lock) {
            BlockEntry entry = blocks.get(id);
            return entry == null ? UNKNOWN_COUNT : entry.count;
        }
    }

    /** The values of a block that is here; null otherwise. */
    public @Nullable BlockValues values(BlockId id, RecordCodec codec) {
        Pinned pinned = pin(id);
        if (pinned == null) {
            return null;
        }
        if (pinned.content() instanceof BlockContent.Values objects) {
            return new PinnedValues(objects.values().iterator(), pinned::unpin);
        }
        Optional<InputStream> bytes = openChecked(pinned);
        if (bytes.isEmpty()) {
            pinned.unpin();
            return null;
        }
        return decode(id, bytes.get(), codec, pinned::unpin);
    }

    /** All bytes of a block that is here and was put as bytes; null otherwise. */
    public byte @Nullable [] bytes(BlockId id) {
        Pinned pinned = pin(id);
        if (pinned == null) {
            return null;
        }
        try {
            return allBytes(pinned.content());
        } catch (IOException e) {
            LOG.warn("The block {} cannot be read and is dropped", id.text(), e);
            remove(id);
            return null;
        } finally {
            pinned.unpin();
        }
    }

    /**
     * A part of a block's bytes, to be sent; objects are written to disk first. Empty when the block is not here. May block.
     *
     * @param length -1 for all from the offset
     */
    public Optional<BulkSource> serve(BlockId id, long offset, long length) {
        Pinned pinned = pin(id);
        if (pinned == null) {
            return Optional.empty();
        }
        try {
            BlockContent content =
                    pinned.content() instanceof BlockContent.Values ? persist(pinned.entry()) : pinned.content();
            long to = length < 0 ? content.size() : Math.min(content.size(), offset + length);
            long from = Math.min(offset, to);
            if (content instanceof BlockContent.InFile inFile) {
                return Optional.of(new BulkSource(List.of(new BulkSource.FileSlice(inFile.file(), from, to - from))));
            }
            return Optional.of(new BulkSource(memorySlices((BlockContent.Bytes) content, from, to, pinned)));
        } finally {
            pinned.unpin();
        }
    }

    /** Tells the driver of every block: after a registration. */
    public void reportAll() {
        reporter.report(all());
    }

    /** Every block that is here, as it is told to a driver; without the results of tasks, which their updates name. */
    public List<BlockChange> told() {
        return BlockReporter.told(all());
    }

    private List<BlockChange> all() {
        List<BlockChange> changes = new ArrayList<>();
        synchronized (lock) {
            blocks.values().forEach(entry -> changes.add(entry.change()));
        }
        return changes;
    }

    // ---------------------------------------------------------------- removing

    public void remove(BlockId id) {
        removeIf(id::equals);
    }

    /** @param prefix of the block's text, such as {@code rdd_7_} */
    public void removePrefix(String prefix) {
        removeIf(id -> id.text().startsWith(prefix));
    }

    private void removeIf(Predicate<BlockId> chosen) {
        List<BlockEntry> removed = new ArrayList<>();
        List<BlockContent> freed = new ArrayList<>();
        synchronized (lock) {
            Iterator<BlockEntry> entries = blocks.values().iterator();
            while (entries.hasNext()) {
                BlockEntry entry = entries.next();
                if (chosen.test(entry.id)) {
                    entries.remove();
                    entry.removed = true;
                    removed.add(entry);
                    takeContents(entry, freed);
                }
            }
        }
        freed.forEach(this::free);
        removed.forEach(this::report);
    }

    /** What a removed entry holds, once nobody reads it. */
    @GuardedBy("lock")
    private void takeContents(BlockEntry entry, List<BlockContent> freed) {
        if (entry.pins > 0 || entry.moving) {
            return;
        }
        BlockContent memory = entry.memory;
        BlockContent file = entry.file;
        if (memory != null) {
            freed.add(memory);
            entry.memory = null;
        }
        if (file != null) {
            freed.add(file);
            entry.file = null;
        }
    }

    private void free(BlockContent content) {
        if (content instanceof BlockContent.InFile inFile) {
            directories.delete(inFile.file());
        } else {
            pool.releaseStorage(content.size());
        }
    }

    // ---------------------------------------------------------------- evicting

    /**
     * Makes room until so many bytes are free, or no block is left that may go. Objects that lie as well in columns become bytes first; bytes
     * leave memory.
     *
     * @param keep a block whose dataset's blocks stay, though not as objects: evicting them for their sibling would only turn in a circle
     */
    private long evict(long bytes, @Nullable BlockId keep) {
        long freed = 0;
        while (freed < bytes) {
            Victim victim = chooseVictim(keep);
            if (victim == null) {
                break;
            }
            freed += victim.compact() ? compact(victim.entry()) : evict(victim.entry());
        }
        return freed;
    }

    /** @param compact whether it is to become bytes; else it is to leave memory */
    private record Victim(BlockEntry entry, boolean compact) {}

    private @Nullable Victim chooseVictim(@Nullable BlockId keep) {
        synchronized (lock) {
            for (BlockEntry entry : blocks.values()) {
                if (entry.isEvictable() && (entry.isCompactable() || !isSibling(entry.id, keep))) {
                    entry.moving = true;
                    return new Victim(entry, entry.isCompactable());
                }
            }
            return null;
        }
    }

    /**
     * Puts columns into the place of objects. Until the objects are gone, both are held, beyond the budget by half of the objects' size at most.
     *
     * @return the bytes that this frees; 0 where the objects stay
     */
    private long compact(BlockEntry entry) {
        BlockContent objects;
        synchronized (lock) {
            objects = entry.memory;
        }
        long freed;
        BlockContent columns = null;
        try {
            columns = objects instanceof BlockContent.Values values ? compactor.columns(entry.id, values) : null;
        } finally {
            freed = replace(entry, objects, columns);
        }
        if (freed > 0) {
            LOG.debug("The objects of {} are columns now, {} bytes less", entry.id.text(), freed);
            report(entry);
        }
        return freed;
    }

    /** @param columns null where the objects have to stay */
    private long replace(BlockEntry entry, @Nullable BlockContent objects, @Nullable BlockContent columns) {
        long freed = 0;
        List<BlockContent> contents = new ArrayList<>();
        synchronized (lock) {
            entry.moving = false;
            entry.staysObjects = columns == null;
            if (entry.removed) {
                takeContents(entry, contents);
            } else if (objects != null && columns != null && entry.pins == 0) {
                entry.memory = columns;
                freed = objects.size() - columns.size();
            }
        }
        contents.forEach(this::free);
        if (freed > 0) {
            pool.releaseStorage(freed);
        }
        return freed;
    }

    private long evict(BlockEntry victim) {
        boolean onDisk = victim.level.useDisk() && writeToDisk(victim);
        long freed = 0;
        List<BlockContent> contents = new ArrayList<>();
        synchronized (lock) {
            victim.moving = false;
            if (victim.removed) {
                takeContents(victim, contents);
            } else if (victim.pins == 0) {
                BlockContent memory = victim.memory;
                if (memory != null) {
                    contents.add(memory);
                    freed = memory.size();
                    victim.memory = null;
                }
                if (!onDisk) {
                    victim.removed = true;
                    blocks.remove(victim.id);
                }
            }
        }
        contents.forEach(this::free);
        LOG.debug("Evicted {} bytes of {}{}", freed, victim.id.text(), onDisk ? " to disk" : "");
        report(victim);
        return freed;
    }

    /** Whether the block is on disk afterwards. The caller has marked the entry as moving. */
    private boolean writeToDisk(BlockEntry entry) {
        BlockContent memory;
        synchronized (lock) {
            memory = entry.memory;
            if (entry.file != null || memory == null) {
                return entry.file != null;
            }
        }
        try {
            BlockContent.InFile written = write(entry.id, memory);
            synchronized (lock) {
                entry.file = written;
            }
            return true;
        } catch (LisleException e) {
            LOG.warn("The block {} cannot be written to disk", entry.id.text(), e);
            return false;
        }
    }

    private BlockContent.InFile write(BlockId id, BlockContent content) {
        SpillableBytes target = newBytes(id, false, true);
        try {
            if (content instanceof BlockContent.Values objects) {
                BlockEncoder encoder = new BlockEncoder(codecs.get(), target, compression);
                objects.values().forEach(encoder::add);
                encoder.finish();
            } else if (content instanceof BlockContent.Bytes bytes) {
                bytes.arrays().forEach(array -> target.write(array, 0, array.length));
            }
            if (target.finish() instanceof BlockContent.InFile written) {
                return written;
            }
            throw new IllegalStateException("a block for the disk is not on disk");
        } catch (RuntimeException | Error e) {
            target.discard();
            throw e;
        }
    }

    /** A copy on disk of a block of objects that is pinned; it stays beside the objects. */
    private BlockContent persist(BlockEntry entry) {
        BlockContent memory;
        synchronized (lock) {
            if (entry.file != null) {
                return entry.file;
            }
            memory = entry.memory;
        }
        if (memory == null) {
            throw new IllegalStateException("the pinned block " + entry.id.text() + " has no content");
        }
        BlockContent.InFile written = write(entry.id, memory);
        synchronized (lock) {
            BlockContent.InFile other = entry.file;
            if (other == null) {
                entry.file = written;
                return written;
            }
            directories.delete(written.file());
            return other;
        }
    }

    private static boolean isSibling(BlockId id, @Nullable BlockId other) {
        return id instanceof BlockId.Cached mine
                && other instanceof BlockId.Cached theirs
                && mine.rddId() == theirs.rddId();
    }

    // ---------------------------------------------------------------- pins

    private @Nullable Pinned pin(BlockId id) {
        synchronized (lock) {
            BlockEntry entry = blocks.get(id);
            if (entry == null) {
                return null;
            }
            BlockContent content = entry.memory != null ? entry.memory : entry.file;
            if (content == null) {
                return null;
            }
            entry.pins++;
            return new Pinned(entry, content);
        }
    }

    private void unpin(BlockEntry entry) {
        List<BlockContent> freed = new ArrayList<>();
        synchronized (lock) {
            entry.pins--;
            if (entry.removed) {
                takeContents(entry, freed);
            }
        }
        freed.forEach(this::free);
    }

    /** A block that is being read. Unpinned once, by any thread. */
    private final class Pinned {
        private final BlockEntry entry;
        private final BlockContent content;

        Pinned(BlockEntry entry, BlockContent content) {
            this.entry = entry;
            this.content = content;
        }

        BlockEntry entry() {
            return entry;
        }

        BlockContent content() {
            return content;
        }

        void pinAgain() {
            synchronized (lock) {
                entry.pins++;
            }
        }

        void unpin() {
            BlockStore.this.unpin(entry);
        }
    }

    private static List<BulkSource.Chunk> memorySlices(BlockContent.Bytes bytes, long from, long to, Pinned pinned) {
        List<BulkSource.Chunk> slices = new ArrayList<>();
        long start = 0;
        for (byte[] array : bytes.arrays()) {
            int first = (int) Math.max(0, Math.min(array.length, from - start));
            int last = (int) Math.max(0, Math.min(array.length, to - start));
            if (first < last) {
                pinned.pinAgain();
                slices.add(new BulkSource.MemorySlice(
                        ByteBuffer.wrap(array, first, last - first).slice().asReadOnlyBuffer(), pinned::unpin));
            }
            start += array.length;
        }
        return slices;
    }

    // ---------------------------------------------------------------- bytes

    /** The bytes of a pinned block; a file is read and checked first, and dropped when it is damaged. */
    private Optional<InputStream> openChecked(Pinned pinned) {
        BlockId id = pinned.entry().id;
        try {
            if (pinned.content() instanceof BlockContent.InFile inFile) {
                try (InputStream check = open(inFile)) {
                    BlockEncoder.verify(check, inFile.file().toString());
                }
            }
            return Optional.of(open(pinned.content()));
        } catch (IOException | LisleException e) {
            LOG.warn("The block {} cannot be read and is dropped", id.text(), e);
            remove(id);
            return Optional.empty();
        }
    }

    private static InputStream open(BlockContent content) throws IOException {
        if (content instanceof BlockContent.InFile inFile) {
            return new BufferedInputStream(Files.newInputStream(inFile.file()), 64 << 10);
        }
        if (content instanceof BlockContent.Bytes bytes) {
            return bytes.open();
        }
        throw new IllegalStateException("objects are no bytes");
    }

    private static byte[] allBytes(BlockContent content) throws IOException {
        if (content instanceof BlockContent.Bytes bytes && bytes.arrays().size() == 1) {
            return bytes.arrays().get(0);
        }
        try (InputStream in = open(content)) {
            return in.readAllBytes();
        }
    }

    /** Values decoded from bytes that were checked. */
    BlockValues decode(BlockId id, InputStream bytes, RecordCodec codec, Runnable onClose) {
        return new DecodedValues(bytes, codec, "the block " + id.text(), () -> {
            try {
                bytes.close();
            } catch (IOException e) {
                LOG.warn("Cannot close the block {}", id.text(), e);
            } finally {
                onClose.run();
            }
        });
    }

    /** The content of bytes made by {@link #newBytes} that do not enter the store: read once, then freed. */
    BlockValues readOnce(BlockId id, BlockContent content, RecordCodec codec) throws IOException {
        try {
            try (InputStream check = open(content)) {
                BlockEncoder.verify(check, "a copy of the block " + id.text());
            }
            return decode(id, open(content), codec, () -> free(content));
        } catch (IOException | RuntimeException | Error e) {
            free(content);
            throw e;
        }
    }

    private void report(BlockEntry entry) {
        BlockChange change;
        synchronized (lock) {
            change = entry.change();
        }
        reporter.report(List.of(change));
    }

    /** Takes storage memory from the pool, evicting other datasets' blocks for it. */
    private final class PoolBudget implements StorageBudget {
        @Override
        public boolean take(long bytes, @Nullable BlockId onBehalfOf) {
            if (bytes > pool.total()) {
                return false;
            }
            while (true) {
                long missing = pool.takeStorage(bytes);
                if (missing == 0) {
                    return true;
                }
                if (evict(missing, onBehalfOf) == 0) {
                    return false;
                }
            }
        }

        @Override
        public void release(long bytes) {
            if (bytes > 0) {
                pool.releaseStorage(bytes);
            }
        }

        @Override
        public int pageBytes() {
            return pool.pageBytes();
        }
    }
}
