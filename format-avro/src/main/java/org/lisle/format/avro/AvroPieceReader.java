package org.lisle.format.avro;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableInput;
import org.apache.avro.io.DatumReader;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.RecordReader;
import org.lisle.core.record.ValueRefused;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.format.RandomFile;
import org.lisle.hdfs.split.FilePiece;

/** The records of the blocks of a piece. Confined to the task's thread. */
final class AvroPieceReader<T> implements RecordReader<T> {
    private final FilePiece piece;
    private final RandomFile file;
    private final DataFileReader<T> reader;
    private @Nullable T record;

    AvroPieceReader(FilePiece piece, RandomFile file, DatumReader<T> datum) throws IOException {
        this.piece = piece;
        this.file = file;
        DataFileReader<T> opened;
        try {
            opened = new DataFileReader<>(new Input(file), datum);
        } catch (IOException | RuntimeException e) {
            throw failure(e, 0);
        }
        this.reader = opened;
        try {
            reader.sync(piece.start());
        } catch (IOException | RuntimeException e) {
            throw failure(e, piece.start());
        }
    }

    @Override
    public boolean advance() throws IOException {
        try {
            if (!reader.hasNext()) {
                checkEnd();
                return false;
            }
            if (reader.pastSync(piece.end())) {
                return false;
            }
            record = reader.next();
            return true;
        } catch (IOException | RuntimeException e) {
            throw failure(e, reader.previousSync());
        }
    }

    /** To Avro a block that is cut off is the end of the file. */
    private void checkEnd() {
        if (reader.previousSync() < file.length()) {
            throw FileErrors.corrupt(file.path(), reader.previousSync(), "it ends in the middle of a block", null);
        }
    }

    /** What Avro throws, as what it means: the file system's failure, the program's schema, or a damaged file. */
    private IOException failure(Exception failure, long offset) {
        Throwable cause = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof LisleException known) {
                return sneak(known);
            }
            cause = t;
        }
        if (file.failed() && cause instanceof IOException ofFileSystem) {
            return ofFileSystem;
        }
        if (failure instanceof ValueRefused
                || failure instanceof AvroTypeException
                || failure instanceof SecurityException) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the records of " + file.path() + " do not fit, at byte " + offset + ": " + failure.getMessage(),
                    "compare the schema of the file with that of the program",
                    failure);
        }
        if (failure instanceof IOException || failure instanceof AvroRuntimeException || isOfDecoding(failure)) {
            throw FileErrors.corrupt(file.path(), offset, String.valueOf(cause.getMessage()), failure);
        }
        throw (RuntimeException) failure;
    }

    private static IOException sneak(LisleException known) {
        throw known;
    }

    /** What the decoders throw at bytes that are no record: lengths below zero, branches that are none. */
    private static boolean isOfDecoding(Exception failure) {
        return failure instanceof IndexOutOfBoundsException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnsupportedOperationException
                || failure instanceof NegativeArraySizeException;
    }

    @Override
    public T current() {
        if (record == null) {
            throw new IllegalStateException("there is no record before the first");
        }
        return record;
    }

    @Override
    public String where() {
        return file.path() + " in the block at byte " + reader.previousSync();
    }

    @Override
    public long bytesRead() {
        return file.bytesRead();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The file as Avro reads it. */
    private static final class Input implements SeekableInput {
        private final RandomFile file;

        Input(RandomFile file) {
            this.file = file;
        }

        @Override
        public void seek(long position) throws IOException {
            file.seek(position);
        }

        @Override
        public long tell() throws IOException {
            return file.position();
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
