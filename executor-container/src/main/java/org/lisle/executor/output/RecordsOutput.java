package org.lisle.executor.output;

import org.lisle.core.codec.ResultBuilder;
import org.lisle.core.config.Settings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.operator.Partitions;
import org.lisle.core.unit.DataSize;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.step.Demand;
import org.lisle.executor.step.PartitionFlow;

/** Encodes records for the driver as they come; stops as soon as there are enough, fails as soon as there are too many bytes. */
final class RecordsOutput {
    private static final int CHECK_EVERY = 256;

    private final TaskScope scope;
    private final PartitionFlow flow;

    RecordsOutput(TaskScope scope, PartitionFlow flow) {
        this.scope = scope;
        this.flow = flow;
    }

    byte[] run(Partitions.Of root, int most) throws Exception {
        ResultBuilder result = new ResultBuilder(scope.codec());
        Demand demand = new Demand();
        flow.push(
                root,
                record -> {
                    result.add(record);
                    if (result.count() % CHECK_EVERY == 0) {
                        checkSize(result);
                    }
                    if (result.count() >= most) {
                        demand.end();
                    }
                },
                demand);
        checkSize(result);
        scope.pass(FaultPoint.TASK_OUTPUT);
        return result.build();
    }

    private void checkSize(ResultBuilder result) {
        long limit = scope.services().maxResultBytes();
        if (limit > 0 && result.rawBytes() > limit) {
            throw new LisleException(
                    ErrorCode.RESULT_TOO_LARGE,
                    "the result of one partition takes more than the " + new DataSize(limit) + " allowed by "
                            + Settings.DRIVER_MAX_RESULT_SIZE.name(),
                    "raise it, bring less to the driver, or save the data instead");
        }
    }
}
