package org.lisle.dag.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lisle.core.journal.PartRecord;
import org.lisle.core.journal.StagePlanned;
import org.lisle.dag.fingerprint.Digest;
import org.lisle.dag.fingerprint.Fingerprint;

/** Says in which part two stages differ, or the stages whose shuffles they read. Pure. */
final class Difference {
    /** How the parts begin that stand for another stage's shuffle. */
    static final String SHUFFLE = "the shuffle ";

    private Difference() {}

    /** @param shuffles the earlier ones by id */
    static String between(StageView stage, StagePlanned before, Map<Integer, RecoveredShuffle> shuffles) {
        StageView mine = stage;
        StagePlanned theirs = before;
        String said = "";
        while (mine != null && theirs != null) {
            List<Fingerprint.Part> earlier = parts(theirs);
            said = mine.fingerprint().difference(earlier).orElse("its plan differs");
            int parent = said.startsWith(SHUFFLE) ? firstDifferentShuffle(mine.fingerprint(), earlier) : -1;
            theirs = parent < 0 ? null : parent(theirs, parent, shuffles);
            mine = theirs == null ? null : mine.parents().get().get(parent);
        }
        return said;
    }

    static List<Fingerprint.Part> parts(StagePlanned stage) {
        return stage.getParts().stream()
                .map(part -> new Fingerprint.Part(part.getName(), Digest.of(Recovered.bytes(part.getDigest()))))
                .toList();
    }

    static List<PartRecord> records(Fingerprint fingerprint) {
        return fingerprint.parts().stream()
                .map(part -> new PartRecord(
                        part.name(), ByteBuffer.wrap(part.digest().bytes())))
                .toList();
    }

    /** The number of the first differing part among those that are shuffles; -1 when there is none. */
    private static int firstDifferentShuffle(Fingerprint mine, List<Fingerprint.Part> theirs) {
        int shuffle = 0;
        for (int part = 0; part < Math.min(mine.parts().size(), theirs.size()); part++) {
            if (!mine.parts().get(part).digest().isSame(theirs.get(part).digest())) {
                return mine.parts().get(part).name().startsWith(SHUFFLE) ? shuffle : -1;
            }
            if (mine.parts().get(part).name().startsWith(SHUFFLE)) {
                shuffle++;
            }
        }
        return -1;
    }

    private static @Nullable StagePlanned parent(
            StagePlanned stage, int parent, Map<Integer, RecoveredShuffle> shuffles) {
        if (parent >= stage.getParents().size()) {
            return null;
        }
        RecoveredShuffle shuffle = shuffles.get(stage.getParents().get(parent));
        StagePlanned plan = shuffle == null ? null : shuffle.plan();
        return plan == null || plan.getParts().isEmpty() ? null : plan;
    }
}
