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

    @Override
    public Iterator<@Nullable Object> iterator() {
        SpillReader reader = space.readApart(file);
        return new Iterator<>() {
            private long left = file.records();

            @Override
            public boolean hasNext() {
                if (left == 0) {
                    reader.close();
                }
                return left > 0;
            }

            @Override
            public @Nullable Object next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                left--;
                return reader.readValue();
            }
        };
    }

    @Override
    public String toString() {
        return file.records() + " values on disk";
    }
}
