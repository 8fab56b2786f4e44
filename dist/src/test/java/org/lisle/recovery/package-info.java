/**
 * The driver dies: whole programs on real executors, whose driver stops at every record of its journal in turn, and whose second driver
 * goes on. All in this JVM; a driver that died is cut off from its executors, its threads stand still.
 *
 * <p>Read first: {@link org.lisle.recovery.DriverDeathTest}, then {@link org.lisle.recovery.Rig}.
 */
@NullMarked
package org.lisle.recovery;

import org.jspecify.annotations.NullMarked;
