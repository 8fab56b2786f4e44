package org.lisle.core.resource;

/**
 * A resource of an executor besides memory and processors.
 *
 * @param name as the program names it
 * @param amount of the executor's, from 1
 * @param perTask what a task takes: a whole number, or a part of one unit up to a half; 0 when no task takes any
 * @param discoveryScript a program that tells the addresses; empty for none
 */
public record CustomResource(String name, long amount, double perTask, String discoveryScript) {
    private static final String SEPARATOR = ":";

    /** @throws IllegalArgumentException for what {@link #text} did not write */
    public static CustomResource parse(String text) {
        String[] parts = text.split(SEPARATOR, 4);
        if (parts.length < 4) {
            throw new IllegalArgumentException("a resource is name:amount:per task:script, not '" + text + "'");
        }
        return new CustomResource(parts[2], Long.parseLong(parts[0]), Double.parseDouble(parts[1]), parts[3]);
    }

    /** For the environment of a process: {@link #parse} reads it. */
    public String text() {
        return String.join(SEPARATOR, Long.toString(amount), Double.toString(perTask), name, discoveryScript);
    }

    /** Tasks that may have their part at once; {@link Integer#MAX_VALUE} when they take none. */
    int tasks() {
        if (perTask == 0) {
            return Integer.MAX_VALUE;
        }
        double tasks = perTask < 1 ? Math.floor(1 / perTask) * amount : Math.floor(amount / perTask);
        return (int) Math.min(Integer.MAX_VALUE, tasks);
    }
}
