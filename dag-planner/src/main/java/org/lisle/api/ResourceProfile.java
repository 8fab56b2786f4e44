package org.lisle.api;

import java.util.Map;
import java.util.TreeMap;
import org.lisle.core.unit.DataSize;

/**
 * What tasks and their executors need. Names as of Spark's: {@code cores} and {@code memory} of executors, {@code cpus} of tasks; other
 * names are resources such as {@code gpu}.
 *
 * @param executor amounts by name; memory in bytes
 * @param task amounts by name
 */
public record ResourceProfile(Map<String, Double> executor, Map<String, Double> task) {
    public static final String CORES = "cores";
    public static final String MEMORY = "memory";
    public static final String CPUS = "cpus";

    public ResourceProfile {
        executor = Map.copyOf(executor);
        task = Map.copyOf(task);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the needs. */
    public static final class Builder {
        private final Map<String, Double> executor = new TreeMap<>();
        private final Map<String, Double> task = new TreeMap<>();

        private Builder() {}

        public Builder executorCores(int cores) {
            return executorResource(CORES, cores);
        }

        /** @param memory such as {@code "4g"} */
        public Builder executorMemory(String memory) {
            return executorResource(MEMORY, DataSize.parse(memory).bytes());
        }

        public Builder executorResource(String name, double amount) {
            executor.put(name, positive(name, amount));
            return this;
        }

        public Builder taskCpus(int cpus) {
            return taskResource(CPUS, cpus);
        }

        public Builder taskResource(String name, double amount) {
            task.put(name, positive(name, amount));
            return this;
        }

        public ResourceProfile build() {
            return new ResourceProfile(executor, task);
        }

        private static double positive(String name, double amount) {
            if (!(amount > 0)) {
                throw Checks.invalid("the amount of " + name + " cannot be " + amount, "pass more than 0");
            }
            return amount;
        }
    }
}
