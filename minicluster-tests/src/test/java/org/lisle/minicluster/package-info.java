/** Lisle on an embedded cluster, from the shaded jar, as users have it. */
@NullMarked
package org.lisle.minicluster;

import org.jspecify.annotations.NullMarked;
