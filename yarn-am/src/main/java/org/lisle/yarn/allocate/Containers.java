package org.lisle.yarn.allocate;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.ResourceInformation;
import org.apache.hadoop.yarn.exceptions.ResourceNotFoundException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.CustomResource;
import org.lisle.core.resource.ExecutorProfile;

/** Executors' sizes as YARN counts them. */
final class Containers {
    /** YARN's names for what Spark's programs call by one word. */
    private static final Map<String, String> YARNS_NAMES = Map.of("gpu", "yarn.io/gpu", "fpga", "yarn.io/fpga");

    private Containers() {}

    /** @throws LisleException EXECUTOR_TOO_LARGE naming a resource that the cluster does not have */
    static Resource sizeOf(ExecutorProfile kind) {
        Resource size = Resource.newInstance(kind.megabytes(), kind.cores());
        for (CustomResource each : kind.resources()) {
            String name = YARNS_NAMES.getOrDefault(each.name(), each.name());
            try {
                size.setResourceValue(name, each.amount());
            } catch (ResourceNotFoundException e) {
                throw new LisleException(
                        ErrorCode.EXECUTOR_TOO_LARGE,
                        "the cluster has no resource " + name + ": it has "
                                + Arrays.stream(size.getResources())
                                        .map(ResourceInformation::getName)
                                        .sorted()
                                        .collect(Collectors.joining(", ")),
                        "ask for another in the resource profile, or have YARN's administrators define it",
                        e);
            }
        }
        return size;
    }

    /** The same with another memory. */
    static Resource withMegabytes(Resource size, long megabytes) {
        Resource other = Resource.newInstance(size);
        other.setMemorySize(megabytes);
        return other;
    }

    static boolean fits(Resource size, Resource largest) {
        for (ResourceInformation each : size.getResources()) {
            if (each.getValue() > largest.getResourceValue(each.getName())) {
                return false;
            }
        }
        return true;
    }
}
