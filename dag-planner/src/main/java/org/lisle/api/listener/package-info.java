/**
 * What a program may hear of while it runs. Events are immutable; listeners are called on one thread of their own. Imports nothing but the
 * JDK. Start at {@link org.lisle.api.listener.LisleListener}.
 */
@NullMarked
package org.lisle.api.listener;

import org.jspecify.annotations.NullMarked;
