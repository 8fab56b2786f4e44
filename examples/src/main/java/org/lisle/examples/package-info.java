/** Programs to learn from, each with a main, a usage text and tests. Start at {@code WordCount}. */
@NullMarked
package org.lisle.examples;

import org.jspecify.annotations.NullMarked;
