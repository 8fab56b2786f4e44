package org.lisle.hdfs.binary;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.failure.FileErrors;

/**
 * Looks at the lengths in a SequenceFile before Hadoop's reader takes them for sizes of arrays: of a damaged file they may be any, and a
 * process that has no memory for them ends.
 *
 * <pre>
 *   record:  [-1, marker of 16 bytes,]  length, length of the key, key, value
 *   block:   -1, marker of 16 bytes, number of records, then four times: length, that many bytes
 * </pre>
 *
 * Lengths of records are ints, in blocks they are of {@link WritableUtils#readVInt}. Confined to the reader's thread.
 */
final class SequenceFileLengths {
    private static final int ESCAPE = -1;
    private static final int SYNC_BYTES = 20;
    private static final int BUFFERS_OF_A_BLOCK = 4;

    private final String path;
    private final PeekedInput input;
    private final long fileLength;
    private final SequenceFile.Reader file;
    private final boolean checksValues;
    private long checkedTo;

    SequenceFileLengths(String path, PeekedInput input, long fileLength, SequenceFile.Reader file) {
        this.path = path;
        this.input = input;
        this.fileLength = fileLength;
        this.file = file;
        this.checksValues = !file.isCompressed();
    }

    /**
     * The reader is to read the next record, from a place that may lie in a block.
     *
     * @throws LisleException INPUT_CORRUPT when a length there cannot be true
     */
    void check(long position) throws IOException {
        if (position < checkedTo) {
            return;
        }
        try {
            if (file.isBlockCompressed()) {
                checkBlock(position);
            } else {
                checkRecord(position);
            }
        } catch (EOFException e) {
            checkedTo = fileLength; // cut off: the reader meets the end
        }
    }

    private void checkRecord(long position) throws IOException {
        long at = position;
        int length = input.intAt(at);
        if (length == ESCAPE) {
            at += SYNC_BYTES;
            length = input.intAt(at);
        }
        int keyLength = input.intAt(at + 4);
        long rest = fileLength - at - 8;
        if (length < 0) {
            return; // the reader takes it for the end, where it is not that
        }
        if (length > rest || keyLength < 0 || keyLength > length) {
            throw damaged(position, "a record of " + length + " bytes, its key of " + keyLength, rest);
        }
        if (checksValues) {
            checkValue(file.getKeyClass(), position, at + 8, keyLength);
            checkValue(file.getValueClass(), position, at + 8 + keyLength, length - keyLength);
        }
    }

    /** Those that make an array of the length that they begin with. */
    private void checkValue(Class<?> type, long record, long at, long length) throws IOException {
        long inside = 0;
        if (type == BytesWritable.class) {
            inside = input.intAt(at);
        } else if (type == Text.class) {
            inside = variable(at);
        }
        if (inside < 0 || inside > length) {
            throw damaged(record, "a " + type.getSimpleName() + " of " + inside + " bytes", length);
        }
    }

    private void checkBlock(long position) throws IOException {
        long at = position + SYNC_BYTES;
        at += WritableUtils.decodeVIntSize((byte) input.at(at));
        for (int buffer = 0; buffer < BUFFERS_OF_A_BLOCK; buffer++) {
            long length = variable(at);
            at += WritableUtils.decodeVIntSize((byte) input.at(at));
            if (length < 0 || length > fileLength - at) {
                throw damaged(position, "a part of a block of " + length + " bytes", fileLength - at);
            }
            at += length;
        }
        checkedTo = at;
    }

    /** A number as {@link WritableUtils#readVLong} reads it. */
    private long variable(long at) throws IOException {
        byte first = (byte) input.at(at);
        int size = WritableUtils.decodeVIntSize(first);
        if (size == 1) {
            return first;
        }
        long number = 0;
        for (int each = 1; each < size; each++) {
            number = number << 8 | input.at(at + each);
        }
        return WritableUtils.isNegativeVInt(first) ? ~number : number;
    }

    private LisleException damaged(long position, String what, long rest) {
        return FileErrors.corrupt(path, position, what + " begins there, where " + rest + " bytes can follow", null);
    }
}
