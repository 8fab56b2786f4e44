/**
 * Pairs as bytes in pages, each with a number of 64 bits by which they are sorted: what sorting and grouping are made of as long as keys
 * need no object to be compared. Start at {@link org.lisle.executor.encoded.PairBuffer}. Reserves no memory: the owner of a buffer does.
 * Imports core's codec only. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.encoded;

import org.jspecify.annotations.NullMarked;
