package org.lisle.transport;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A part of an open file whose owner closes it: unlike its parent, being sent does not close the file. */
final class SharedFileRegion extends DefaultFileRegion {
    SharedFileRegion(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    @Override
    protected void deallocate() {
        // The BulkFile closes the file.
    }
}
