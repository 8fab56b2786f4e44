package org.lisle.core.operator;

import java.io.Serializable;

/**
 * Where in the user's program a dataset or action was made.
 *
 * @param operation the method called, such as {@code "reduceByKey"}
 * @param location such as {@code "WordCount.java:31"}; empty when unknown
 */
public record CallSite(String operation, String location) implements Serializable {
    public static final CallSite UNKNOWN = new CallSite("", "");

    @Override
    public String toString() {
        return location.isEmpty() ? operation : operation + " at " + location;
    }
}
