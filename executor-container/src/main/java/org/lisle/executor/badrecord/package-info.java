/**
 * Records that make the user's functions throw, set aside by an attempt. Start at {@link org.lisle.executor.badrecord.BadRecords}.
 * Imports core. Confined to the task's thread.
 */
@NullMarked
package org.lisle.executor.badrecord;

import org.jspecify.annotations.NullMarked;
