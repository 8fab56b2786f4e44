/**
 * The driver's end of the wire: which connection belongs to which executor, executors' requests to the driver's services and its commands
 * back, and block bytes both ways. Start at {@link org.lisle.yarn.control.ControlPlane}.
 *
 * <p>Called on the transport's event loops; nothing here blocks. May import transport, dag.driver and core.
 */
@NullMarked
package org.lisle.yarn.control;

import org.jspecify.annotations.NullMarked;
