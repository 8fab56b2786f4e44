/** Every decision of the scheduler as a sentence, with a manual clock. */
@NullMarked
package org.lisle.dag.schedule;

import org.jspecify.annotations.NullMarked;
