/** What the driver and the executors both know of shuffles: the sizes of segments and what they hold. A leaf. */
@NullMarked
package org.lisle.core.shuffle;

import org.jspecify.annotations.NullMarked;
