/**
 * Local mode: the driver's runtime and one executor in this JVM, joined by direct calls; no daemon, no network. Found by the service
 * loader for masters {@code local}, {@code local[N]} and {@code local[*]}.
 */
@NullMarked
package org.lisle.local;

import org.jspecify.annotations.NullMarked;
