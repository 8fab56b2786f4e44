package org.lisle.executor.spill;

import java.util.ArrayList;
import java.util.List;

/** The runs a consumer has spilled, in the order in which they were made. Confined to the task's thread. */
public final class Runs {
    private final List<SpillFile> files = new ArrayList<>();
    private final SpillSpace space;

    public Runs(SpillSpace space) {
        this.space = space;
    }

    /** Makes one run of several neighbours. */
    @FunctionalInterface
    public interface RunMerger {
        SpillFile merge(List<SpillFile> runs) throws Exception;
    }

    public void add(SpillFile file) {
        files.add(file);
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    public int size() {
        return files.size();
    }

    /** The runs, after merging neighbours until there are few enough to be merged at once. Their order stays. */
    public List<SpillFile> reduced(RunMerger merger) throws Exception {
        int fanIn = space.fanIn();
        while (files.size() > fanIn) {
            List<SpillFile> before = List.copyOf(files);
            files.clear();
            for (int from = 0; from < before.size(); from += fanIn) {
                List<SpillFile> part = before.subList(from, Math.min(before.size(), from + fanIn));
                files.add(part.size() == 1 ? part.get(0) : merger.merge(part));
            }
        }
        return List.copyOf(files);
    }

    /** What the buffers of readers of so many runs take. */
    public static long readerBytes(int runs) {
        return (long) runs * SpillSpace.READER_BYTES;
    }

    public void deleteAll() {
        files.forEach(space::delete);
        files.clear();
    }
}
