package org.lisle.yarn.allocate;

/**
 * The numbers {@link AllocationPlanner} decides by.
 *
 * @param maxFailures failures beyond this end the application
 * @param failuresValidityMillis how long a failure counts; 0 for ever
 * @param registrationMillis an executor that has not registered so long after its launch has failed
 * @param adoptionMillis an executor of an earlier attempt of the driver that has not come so long after its container was taken over is
 *     given back
 * @param allocationTimeoutMillis how long there may be no executor at all while containers are asked for; 0 for ever
 * @param executorMegabytes an executor's container, as configured
 */
record PlannerLimits(
        int maxFailures,
        long failuresValidityMillis,
        long registrationMillis,
        long adoptionMillis,
        long allocationTimeoutMillis,
        long executorMegabytes) {}
