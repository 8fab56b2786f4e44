package org.lisle.yarn.client;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.unit.DataSize;

/**
 * Whether a container of some size can exist on a cluster. YARN would refuse some that cannot, and let others wait for ever.
 *
 * @param largestContainerMegabytes the scheduler's limit
 * @param largestNodeMegabytes memory of the node with the most; 0 when no node is known
 * @param largestNodeCores vcores of the node with the most; 0 when no node is known
 */
record CapacityCheck(
        long largestContainerMegabytes, int largestContainerCores, long largestNodeMegabytes, int largestNodeCores) {
    /** @throws LisleException EXECUTOR_TOO_LARGE naming what is too large, and the settings */
    void require(String what, DataSize size, String sizeSetting, int cores, String coresSetting) {
        long megabytes = size.megabytes();
        if (megabytes > largestContainerMegabytes) {
            throw tooLarge(
                    what + " of " + size + " is larger than the largest container that the scheduler grants, "
                            + DataSize.ofMegabytes(largestContainerMegabytes),
                    "lower " + sizeSetting);
        }
        if (largestNodeMegabytes > 0 && megabytes > largestNodeMegabytes) {
            throw tooLarge(
                    what + " of " + size + " is larger than any node of the cluster, the largest has "
                            + DataSize.ofMegabytes(largestNodeMegabytes),
                    "lower " + sizeSetting);
        }
        if (cores > largestContainerCores) {
            throw tooLarge(
                    what + " with " + cores + " cores is larger than the largest container that the scheduler grants, "
                            + largestContainerCores + " vcores",
                    "lower " + coresSetting);
        }
        if (largestNodeCores > 0 && cores > largestNodeCores) {
            throw tooLarge(
                    what + " with " + cores + " cores is larger than any node of the cluster, the largest has "
                            + largestNodeCores + " vcores",
                    "lower " + coresSetting);
        }
    }

    private static LisleException tooLarge(String what, String nextStep) {
        return new LisleException(ErrorCode.EXECUTOR_TOO_LARGE, what, nextStep);
    }
}
