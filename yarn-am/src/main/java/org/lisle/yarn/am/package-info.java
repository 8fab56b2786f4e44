/**
 * The ApplicationMaster's process: it joins the driver, the allocator, the control plane and the page, runs the user's main, and ends in
 * the right status on every way out. Start at {@link org.lisle.yarn.am.ApplicationMaster}.
 *
 * <p>May import everything in this module but client.
 */
@NullMarked
package org.lisle.yarn.am;

import org.jspecify.annotations.NullMarked;
