package org.lisle.executor.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file whose last byte is another one than was written, by order of a test. */
final class DamagedOutput extends FileOutput {
    DamagedOutput(Path file) throws IOException {
        super(file);
    }

    @Override
    public void close() throws IOException {
        super.close();
        try (FileChannel written = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            if (written.size() > 0 && written.read(last, written.size() - 1) == 1) {
                last.put(0, (byte) ~last.get(0));
                written.write(last.rewind(), written.size() - 1);
            }
        }
    }
}
