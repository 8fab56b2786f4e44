/**
 * The module {@code core}: the vocabulary of all others. Errors, units, settings, ids, messages, operator descriptions, codecs and closures, a
 * package each; {@code org.lisle.api} has the part of the API that executors see. Knows no Hadoop, no Netty and no other module. Begin with
 * {@link org.lisle.core.operator.Operator} and {@link org.lisle.core.error.LisleException}.
 */
@NullMarked
package org.lisle.core;

import org.jspecify.annotations.NullMarked;
