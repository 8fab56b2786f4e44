package org.lisle.api.resource;

/**
 * What a task takes of one of its executor's resources.
 *
 * @param resourceName {@link ResourceProfile#CPUS}, or the name of a resource that the executor asks for
 * @param amount a whole number; of a resource also a part of one unit, up to 0.5, which tasks share then
 */
public record TaskResourceRequest(String resourceName, double amount) {}
