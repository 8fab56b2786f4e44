/** The executor's side of the conversation with its driver. May import core and transport. */
@NullMarked
package org.lisle.executor.driver;

import org.jspecify.annotations.NullMarked;
