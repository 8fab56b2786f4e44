/**
 * Records as bytes: what shuffles, cached blocks, results and parallelized values are made of. Start at
 * {@link org.lisle.core.codec.RecordCodecs}.
 *
 * <p>Everything here is confined to one thread; a task has its own codec. Imports org.lisle.api for {@code Pair}, org.lisle.core.closure
 * for Java serialisation, compress and error.
 */
@NullMarked
package org.lisle.core.codec;

import org.jspecify.annotations.NullMarked;
