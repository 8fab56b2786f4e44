/**
 * The module {@code benchmarks}: programs that measure the engine, those of {@code jobs} beside the same ones for Spark. No part of what is
 * shipped.
 */
@NullMarked
package org.lisle.benchmarks;

import org.jspecify.annotations.NullMarked;
