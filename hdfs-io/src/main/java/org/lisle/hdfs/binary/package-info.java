/**
 * Files as bytes: whole files by name, records of one length, SequenceFiles, and those of byte values, which object files and checkpoints are.
 * Sources are immutable; readers are confined to their task's thread. Start at {@link org.lisle.hdfs.binary.ByteFiles}. Imports bridge,
 * commit, split and what they import.
 */
@NullMarked
package org.lisle.hdfs.binary;

import org.jspecify.annotations.NullMarked;
