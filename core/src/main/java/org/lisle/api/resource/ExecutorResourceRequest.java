package org.lisle.api.resource;

/**
 * One of an executor's resources.
 *
 * @param resourceName of {@link ResourceProfile}'s, or that of a resource of the cluster's, such as {@code gpu}
 * @param amount above 0; memory in mebibytes
 * @param discoveryScript a program on the nodes that prints the addresses of what the executor may use; empty for the one of the settings
 * @param vendor not used by YARN
 */
public record ExecutorResourceRequest(String resourceName, long amount, String discoveryScript, String vendor) {}
