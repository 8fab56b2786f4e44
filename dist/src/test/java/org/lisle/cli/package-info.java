/** The command line as users type it, without a cluster. */
@NullMarked
package org.lisle.cli;

import org.jspecify.annotations.NullMarked;
