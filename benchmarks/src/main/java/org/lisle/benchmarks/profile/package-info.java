/** Reads recordings of the JDK's flight recorder. Imports nothing of the engine. */
@NullMarked
package org.lisle.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
