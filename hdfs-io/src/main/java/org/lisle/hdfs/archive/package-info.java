/**
 * Archives of the classes that a process has loaded, made by the process itself and kept in the file system for those that start later.
 * Imports core.
 */
@NullMarked
package org.lisle.hdfs.archive;

import org.jspecify.annotations.NullMarked;
