package org.lisle.executor.group;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.record.OnDisk;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillReader;
import org.lisle.executor.spill.SpillSpace;

/** Values that lie in a file of the task, readable any number of times until the task ends. Confined to the task's thread. */
final class DiskValues implements Iterable<@Nullable Object>, OnDisk {
    private final SpillSpace space;
    private final SpillFile file;

    DiskValues(SpillSpace space, SpillFile file) {
        this.space = space;
        this.file = file;
    }

    /** Opens the file with the first value that is asked for, so that a look whether there are any costs nothing. */
    @Override
    public Iterator<@Nullable Object> iterator() {
        return new Iterator<>() {
            private long left = file.records();
            private @Nullable SpillReader reader;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public @Nullable Object next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                SpillReader open = reader;
                if (open == null) {
                    open = space.readApart(file);
                    reader = open;
                }
                Object value = open.readValue();
                if (--left == 0) {
                    open.close();
                }
                return value;
            }
        };
    }

    @Override
    public String toString() {
        return file.records() + " values on disk";
    }
}
