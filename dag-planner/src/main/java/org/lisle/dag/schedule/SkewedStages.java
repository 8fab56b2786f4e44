package org.lisle.dag.schedule;

import java.util.List;
import java.util.Map;
import org.lisle.core.operator.Slice;

/**
 * Has partitions of joins that are far above the others computed by several tasks.
 *
 * <p>That is decided once for a shuffle, and for the results of a job that takes them in parts, when all that the stage reads is there for the
 * first time and before any task of it was launched, and stays whatever is lost or computed again. No task is launched before the decision is written down, so that a later driver that
 * finds a task or an output with the number of a slice knows which slice it is. A stage of which anything is there or runs without such a
 * decision (an earlier driver launched it whole) stays whole.
 */
final class SkewedStages {
    private final SkewConfig config;
    private final CommandBuffer out;

    SkewedStages(SkewConfig config, CommandBuffer out) {
        this.config = config;
        this.out = out;
    }

    /** All that the stage reads is there, and nothing of it was announced. */
    void decide(StageState stage) {
        if (stage.isSlicingDecided()) {
            return;
        }
        List<SkewedPartition> skewed = config.enabled() && stage.isUntouched() ? skewed(stage) : List.of();
        stage.slice(SkewedPartition.slices(stage.plan.partitions(), skewed));
        if (!skewed.isEmpty()) {
            out.add(new Command.PartitionsSliced(stage.plan, skewed));
        }
    }

    private List<SkewedPartition> skewed(StageState stage) {
        List<Integer> divisible = Slice.inputsOf(stage.plan.program().root());
        if (divisible.isEmpty()) {
            return List.of();
        }
        List<Integer> shuffles = Slice.shufflesOf(stage.plan.program().root()).stream()
                .map(shuffle -> shuffle.shuffleId())
                .toList();
        Map<Integer, ShuffleState> inputs = stage.inputs;
        if (!inputs.keySet().containsAll(shuffles)) {
            return List.of();
        }
        List<SkewedPartition.Sizes> sizes =
                shuffles.stream().map(inputs::get).map(ShuffleState::sizes).toList();
        return SkewedPartition.among(sizes, divisible, config);
    }
}
