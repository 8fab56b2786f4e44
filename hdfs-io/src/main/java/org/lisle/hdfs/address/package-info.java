/**
 * Where executors whose driver is gone find the next one: small files in the application's directory of the file system. Written by the
 * driver, read by executors; nothing else needs to be installed or to listen. May import failure, core, and Hadoop's FileSystem API.
 */
@NullMarked
package org.lisle.hdfs.address;

import org.jspecify.annotations.NullMarked;
