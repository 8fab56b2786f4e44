/**
 * Errors for the person who reads them: one exception type, stable codes, kinds. A leaf: imports nothing of Lisle.
 */
@NullMarked
package org.lisle.core.error;

import org.jspecify.annotations.NullMarked;
