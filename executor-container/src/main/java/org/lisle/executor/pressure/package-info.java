/**
 * The executor's watch on its own resident size: what YARN kills containers for. {@link org.lisle.executor.pressure.MemoryPressure} decides
 * and is pure; {@link org.lisle.executor.pressure.ResidentWatch} measures and carries out, on the executor's timer and workers. Imports
 * memory and core.
 */
@NullMarked
package org.lisle.executor.pressure;

import org.jspecify.annotations.NullMarked;
