package org.lisle.core.operator;

import java.io.Serializable;
import org.lisle.api.function.Function;
import org.lisle.api.function.Function2;

/**
 * How the values of one key become one combined value.
 *
 * <p>{@code mergeValue} and {@code mergeCombiners} may change and return their first argument.
 */
public record Aggregator<V, C>(
        Function<V, C> createCombiner, Function2<C, V, C> mergeValue, Function2<C, C, C> mergeCombiners)
        implements Serializable {}
