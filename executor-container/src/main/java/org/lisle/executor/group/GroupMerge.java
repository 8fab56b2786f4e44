package org.lisle.executor.group;

import java.util.Comparator;
import java.util.List;
import org.lisle.executor.spill.MergeHeap;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/** Merges runs of groups without gathering them: pieces go over as they are, in the order of their hashes. */
final class GroupMerge {
    private GroupMerge() {}

    static List<GroupRun> open(SpillSpace space, List<SpillFile> files) {
        return files.stream().map(file -> new GroupRun(space, file)).toList();
    }

    static MergeHeap<GroupRun> heap(List<GroupRun> runs) {
        return new MergeHeap<>(
                runs.stream().filter(GroupRun::advance).toList(), Comparator.comparingInt(GroupRun::hash));
    }

    static SpillFile intoOne(List<GroupRun> runs, SpillWriter writer) {
        MergeHeap<GroupRun> heap = heap(runs);
        while (!heap.isEmpty()) {
            GroupRun run = heap.top();
            writer.writeInt(run.hash());
            writer.writeValue(run.key());
            writer.writeCount(run.input());
            writer.writeCount(run.values());
            for (int i = 0; i < run.values(); i++) {
                writer.writeValue(run.readValue());
                writer.endRecord();
            }
            if (run.advance()) {
                heap.topAdvanced();
            } else {
                heap.removeTop();
            }
        }
        runs.forEach(GroupRun::close);
        return writer.finish();
    }
}
