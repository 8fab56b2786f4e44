/**
 * Units as people write them: sizes and durations. A leaf.
 */
@NullMarked
package org.lisle.core.unit;

import org.jspecify.annotations.NullMarked;
