package org.lisle.yarn.allocate;

import org.lisle.core.resource.ExecutorProfile;

/**
 * The numbers {@link AllocationPlanner} decides by.
 *
 * @param dynamic whether the number of executors follows the work: no more is asked for at a time than the queue may have room for
 * @param maxFailures failures beyond this end the application; 0 for twice the executors wanted at a time
 * @param leastFailures what {@code maxFailures} is at least when it is 0
 * @param failuresValidityMillis how long a failure counts; 0 for ever
 * @param registrationMillis an executor that has not registered so long after its launch has failed
 * @param adoptionMillis an executor of an earlier attempt of the driver that has not come so long after its container was taken over is
 *     given back
 * @param allocationTimeoutMillis how long there may be no executor at all while containers are asked for; 0 for ever
 * @param usual executors as the settings say
 * @param largerMillis a container of a larger size that was not granted for so long is asked for in the configured one
 * @param watchMillis when no container was granted for so long, that is reported, and after as long again all are asked for anew; 0 for never
 */
record PlannerLimits(
        boolean dynamic,
        int maxFailures,
        int leastFailures,
        long failuresValidityMillis,
        long registrationMillis,
        long adoptionMillis,
        long allocationTimeoutMillis,
        ExecutorProfile usual,
        long largerMillis,
        long watchMillis) {}
