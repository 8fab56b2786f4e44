package org.lisle.executor.scope;

import java.util.concurrent.TimeUnit;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;

/** Lets a test's faults happen where an attempt goes from one state to the next: it comes there later, or fails there. */
public final class AttemptFaults {
    private AttemptFaults() {}

    /**
     * Passes a point on the attempt's thread.
     *
     * @throws LisleException USER_CODE_FAILED where the attempt is to fail
     * @throws InterruptedException when it is killed while it is delayed
     */
    public static void pass(FaultInjector faults, FaultPoint point, TaskIdentity task) throws InterruptedException {
        Fault fault = faults.at(point, task.stageId() + "/" + task.partition() + "/" + task.attempt());
        switch (fault.kind()) {
            case NONE -> {}
            case DELAY -> TimeUnit.NANOSECONDS.sleep(fault.delay().toNanos());
            case FAIL -> throw new LisleException(ErrorCode.USER_CODE_FAILED, task + " fails as ordered", "");
            default -> throw new IllegalArgumentException("an attempt cannot " + fault.kind() + " at " + point);
        }
    }
}
