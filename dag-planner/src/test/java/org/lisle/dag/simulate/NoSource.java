package org.lisle.dag.simulate;

import java.util.List;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;

/** A source that stands in plans whose tasks do not run. */
record NoSource() implements DataSource<Object> {
    @Override
    public String description() {
        return "nothing";
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return List.of();
    }

    @Override
    public RecordReader<Object> open(byte[] payload, ReadContext context) {
        throw new UnsupportedOperationException("no task runs");
    }
}
