/**
 * Programs that check formats and saves where they will be used, on a cluster, with data that is computed from its number: what is read is
 * compared with what it must be, not with what was written. A plain jar, as a user's own; read {@link org.lisle.acceptance.FormatCheck} first.
 */
@org.jspecify.annotations.NullMarked
package org.lisle.acceptance;
