/**
 * The module {@code dist}: the other modules put together into the one jar. {@code local} runs driver and executor in one JVM, {@code cli} is the
 * command line. Imports all modules of the jar; nothing imports it.
 */
@NullMarked
package org.lisle;

import org.jspecify.annotations.NullMarked;
