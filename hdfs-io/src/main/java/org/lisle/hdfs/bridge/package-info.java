/**
 * Reading through any Hadoop InputFormat, old API and new: {@code SplitBytes} carries Hadoop's splits, {@code RecordCopier} makes each
 * record a new object. Sources are immutable; readers are confined to their task's thread.
 */
@NullMarked
package org.lisle.hdfs.bridge;

import org.jspecify.annotations.NullMarked;
