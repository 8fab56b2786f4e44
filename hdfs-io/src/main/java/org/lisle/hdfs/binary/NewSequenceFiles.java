package org.lisle.hdfs.binary;

import java.io.IOException;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.jspecify.annotations.Nullable;

/** As {@link SequenceFiles}, for those who name the format of {@code org.apache.hadoop.mapreduce}. */
public class NewSequenceFiles extends SequenceFileInputFormat<Object, Object> {
    @Override
    public RecordReader<Object, Object> createRecordReader(InputSplit split, TaskAttemptContext context) {
        return new Reader();
    }

    /** Gives new objects for each record. */
    private static final class Reader extends RecordReader<Object, Object> {
        private @Nullable SequenceFilePart part;
        private @Nullable Object key;
        private @Nullable Object value;

        @Override
        public void initialize(InputSplit split, TaskAttemptContext context) throws IOException {
            FileSplit file = (FileSplit) split;
            part = new SequenceFilePart(
                    file.getPath(), file.getStart(), file.getStart() + file.getLength(), context.getConfiguration());
        }

        private SequenceFilePart part() {
            SequenceFilePart open = part;
            if (open == null) {
                throw new IllegalStateException("not initialized");
            }
            return open;
        }

        @Override
        public boolean nextKeyValue() throws IOException {
            Object nextKey = part().createKey();
            Object nextValue = part().createValue();
            boolean more = part().next(nextKey, nextValue);
            key = more ? nextKey : null;
            value = more ? nextValue : null;
            return more;
        }

        @Override
        public @Nullable Object getCurrentKey() {
            return key;
        }

        @Override
        public @Nullable Object getCurrentValue() {
            return value;
        }

        @Override
        public float getProgress() throws IOException {
            return part().getProgress();
        }

        @Override
        public void close() throws IOException {
            if (part != null) {
                part.close();
            }
        }
    }
}
