/**
 * Typed settings with unit, default and doc. Start at {@link org.lisle.core.config.Settings}.
 */
@NullMarked
package org.lisle.core.config;

import org.jspecify.annotations.NullMarked;
