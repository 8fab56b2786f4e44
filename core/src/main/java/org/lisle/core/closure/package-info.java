/**
 * The user's functions as bytes: Java serialisation, checked when a function is passed in, read through a filter with the job's class
 * loader. Start at {@link org.lisle.core.closure.Closures}. Stateless. Imports error only.
 */
@NullMarked
package org.lisle.core.closure;

import org.jspecify.annotations.NullMarked;
