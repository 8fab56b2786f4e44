/** The rules of ARCHITECTURE.md that a machine can check. */
@NullMarked
package org.lisle.architecture;

import org.jspecify.annotations.NullMarked;
