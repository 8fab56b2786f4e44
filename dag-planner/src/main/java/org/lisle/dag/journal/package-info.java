/**
 * The driver's journal (D4): what is written down as the driver works, and what its successor makes of it. Without I/O: bytes go to a
 * {@link org.lisle.dag.journal.JournalStore}. May import fingerprint and core.
 *
 * <pre>
 *   any thread, the scheduler's among them        the thread "journal"
 *   {@link org.lisle.dag.journal.Journal#append} --- queue ---> {@link org.lisle.dag.journal.JournalWriter}: encodes, writes, flushes once for all that came meanwhile,
 *                                              completes the futures: now effects may be announced
 *
 *   before the successor's main: {@link org.lisle.dag.journal.JournalReader} -> {@link org.lisle.dag.journal.Recovered} -> claimed by plans, jobs and outputs
 * </pre>
 *
 * <p>Read first: {@link org.lisle.dag.journal.DriverJournal}.
 */
@NullMarked
package org.lisle.dag.journal;

import org.jspecify.annotations.NullMarked;
