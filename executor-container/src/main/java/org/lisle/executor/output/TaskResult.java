package org.lisle.executor.output;

import org.jspecify.annotations.Nullable;
import org.lisle.core.message.MapOutput;

/**
 * What a task that ended well has for the driver.
 *
 * @param mapOutput of a task that wrote a shuffle
 * @param value of any other, encoded as {@link TaskOutputs} says
 */
public record TaskResult(@Nullable MapOutput mapOutput, byte @Nullable [] value) {}
