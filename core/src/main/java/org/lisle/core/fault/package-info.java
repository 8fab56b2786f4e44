/**
 * Faults that tests order at named points of the product. In production the only injector is {@link org.lisle.core.fault.FaultInjector#NONE}:
 * no implementation is shipped. Thread-safe throughout. May import config and error.
 *
 * <p>Read first: {@link org.lisle.core.fault.FaultPoint}, then {@link org.lisle.core.fault.FaultInjector}.
 */
@NullMarked
package org.lisle.core.fault;

import org.jspecify.annotations.NullMarked;
