/**
 * The driver's journal in the application's staging directory. Used by one thread at a time: the one that starts the driver, then the
 * journal's. May import Hadoop's file systems and {@code org.lisle.dag.journal}.
 *
 * <p>Read first: {@link org.lisle.yarn.journal.HadoopJournalStore}.
 */
@NullMarked
package org.lisle.yarn.journal;

import org.jspecify.annotations.NullMarked;
