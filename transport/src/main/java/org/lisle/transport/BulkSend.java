package org.lisle.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer to a bulk request on its way out: walks through the chunks and writes, turn by turn, frames of them.
 *
 * <p>Files and memory are given back when the turn that wrote their last byte has been sent (see {@link #turnSent}), or at {@link #close};
 * never while the channel may still read them. Confined to the connection's event loop.
 */
final class BulkSend implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkSend.class);

    private final long id;
    private final BulkSource source;
    private final FrameWriter out;
    private final boolean zeroCopy;
    private final int turnBytes;

    private final List<BulkFile> passedFiles = new ArrayList<>();
    private @Nullable BulkFile file;
    private int index;
    private boolean begun;
    private long sentOfChunk;
    private int released;
    private boolean finished;

    /**
     * @param zeroCopy whether the kernel may send files past this process
     * @param turnBytes about as many are written in one turn, and at most as many in one frame
     */
    BulkSend(long id, BulkSource source, FrameWriter out, boolean zeroCopy, int turnBytes) {
        this.id = id;
        this.source = source;
        this.out = out;
        this.zeroCopy = zeroCopy;
        this.turnBytes = turnBytes;
    }

    long id() {
        return id;
    }

    /** Writes nothing more. */
    void cancel() {
        finished = true;
    }

    boolean finished() {
        return finished;
    }

    /** Writes and flushes the next frames. Returns the future of the last; until it is complete, only {@link #cancel} may be called. */
    ChannelFuture turn() {
        int left = turnBytes;
        ChannelFuture last;
        do {
            long before = sentOfChunk;
            last = writeNextFrame(left);
            left -= FrameDecoder.HEADER_BYTES + (int) Math.max(0, sentOfChunk - before);
            passCompleteChunk();
        } while (!finished && left > 0);
        out.flush();
        return last;
    }

    private ChannelFuture writeNextFrame(int maxBytes) {
        try {
            if (index == source.chunks().size()) {
                finished = true;
                return out.write(out.bare(FrameKind.DONE, id));
            }
            BulkSource.Chunk chunk = source.chunks().get(index);
            if (!begun) {
                prepare(chunk);
                begun = true;
                return out.write(out.chunk(id, index, chunk.length()));
            }
            int bytes = (int) Math.min(chunk.length() - sentOfChunk, maxBytes);
            ChannelFuture written = writePart(chunk, bytes);
            sentOfChunk += bytes;
            return written;
        } catch (RuntimeException failure) {
            finished = true;
            return out.write(out.failure(FrameKind.FAILURE, id, Failures.translate(failure)));
        }
    }

    private void passCompleteChunk() {
        if (begun && sentOfChunk == source.chunks().get(index).length()) {
            index++;
            begun = false;
            sentOfChunk = 0;
        }
    }

    /** Opens the chunk's file and checks its length, so that nothing is promised that is not there. */
    private void prepare(BulkSource.Chunk chunk) {
        if (chunk instanceof BulkSource.FileSlice slice) {
            if (file == null || !file.path().equals(slice.file())) {
                passFile();
                file = BulkFile.open(slice.file());
            }
            file.checkHolds(slice.offset(), slice.length());
        }
    }

    private ChannelFuture writePart(BulkSource.Chunk chunk, int bytes) {
        if (chunk instanceof BulkSource.MemorySlice slice) {
            int from = slice.bytes().position() + (int) sentOfChunk;
            return writeBytes(Unpooled.wrappedBuffer(slice.bytes().slice(from, bytes)));
        }
        long position = ((BulkSource.FileSlice) chunk).offset() + sentOfChunk;
        BulkFile open = Objects.requireNonNull(file, "prepared");
        if (!zeroCopy) {
            return writeBytes(open.read(position, bytes, out.buffer(bytes)));
        }
        FileRegion region = open.region(position, bytes);
        out.write(out.bytesHeader(id, bytes));
        return out.write(region);
    }

    private ChannelFuture writeBytes(ByteBuf bytes) {
        out.write(out.bytesHeader(id, bytes.readableBytes()));
        return out.write(bytes);
    }

    /** The last turn's frames have left this process: gives back what they came from. */
    void turnSent() {
        passedFiles.forEach(BulkFile::close);
        passedFiles.clear();
        releaseUpTo(index);
    }

    /** Gives everything back, sent or not. Idempotent. */
    @Override
    public void close() {
        finished = true;
        passFile();
        passedFiles.forEach(BulkFile::close);
        passedFiles.clear();
        releaseUpTo(source.chunks().size());
    }

    private void passFile() {
        if (file != null) {
            passedFiles.add(file);
            file = null;
        }
    }

    private void releaseUpTo(int end) {
        for (; released < end; released++) {
            release(source.chunks().get(released));
        }
    }

    /** Releases the memory of an answer that is never sent. */
    static void release(BulkSource source) {
        source.chunks().forEach(BulkSend::release);
    }

    private static void release(BulkSource.Chunk chunk) {
        if (chunk instanceof BulkSource.MemorySlice slice) {
            try {
                slice.release().run();
            } catch (RuntimeException failure) {
                LOG.error("Releasing a chunk of bulk bytes failed", failure);
            }
        }
    }
}
