package org.lisle.api;

import java.io.Serializable;

/**
 * One task of a barrier stage, as the others see it.
 *
 * @param address host:port of the executor that runs it. The port is the executor's own: tasks that are to listen choose another and tell
 *     it by {@link BarrierTaskContext#allGather}
 */
public record BarrierTaskInfo(String address) implements Serializable {}
