/**
 * What is the same in two runs of one program: digests of functions with the values they captured, of operators, inputs and whole stages.
 * Two runs on the same jar and the same input give the same digest; whatever cannot be told to be the same gives another one. Stateless
 * or confined to one plan; may import core only.
 *
 * <p>Read first: {@link org.lisle.dag.fingerprint.Fingerprint}, then {@link org.lisle.dag.fingerprint.StableBytes}.
 */
@NullMarked
package org.lisle.dag.fingerprint;

import org.jspecify.annotations.NullMarked;
