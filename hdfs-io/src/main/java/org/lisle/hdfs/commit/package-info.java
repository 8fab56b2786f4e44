/**
 * Output that appears whole or not at all (D9), by Hadoop's own committers. {@code CommittedSink} is the protocol, {@code OutputKind} what
 * differs between text, old and new OutputFormats, {@code AttemptIds} the names by which Hadoop knows our jobs and attempts. Sinks are
 * immutable; a task's writer is confined to the task's thread.
 */
@NullMarked
package org.lisle.hdfs.commit;

import org.jspecify.annotations.NullMarked;
