/**
 * Whole programs in local mode, as users write and test them, and what they read when one fails. Outside of the engine's packages, so
 * that their frames in stack traces are a user's.
 */
@NullMarked
package org.lisle.programs;

import org.jspecify.annotations.NullMarked;
