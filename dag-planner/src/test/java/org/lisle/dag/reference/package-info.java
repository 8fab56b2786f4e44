/**
 * A reference for what plans mean: runs planned jobs on plain collections in the calling thread. For tests; start at
 * {@link org.lisle.dag.reference.ReferenceRunner}.
 */
@NullMarked
package org.lisle.dag.reference;

import org.jspecify.annotations.NullMarked;
