/** The examples in local mode: their results against figures computed by hand. */
@NullMarked
package org.lisle.examples;

import org.jspecify.annotations.NullMarked;
