/**
 * Faults in executors and on the wire: whole programs on real executors and a real driver in this JVM, joined by real connections over the
 * loopback interface. An executor that crashes is cut off and stands still; one that is stopped stands still for a time.
 *
 * <p>Read first: {@link org.lisle.faults.FaultMatrixTest}, then {@link org.lisle.faults.WiredCluster}.
 */
@NullMarked
package org.lisle.faults;

import org.jspecify.annotations.NullMarked;
