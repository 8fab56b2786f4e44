/**
 * Compression of files by their name's ending: Hadoop's codecs, except zstd, which Hadoop reads with native libraries only and which is
 * read and written with zstd-jni here. Objects are confined to the thread that made them.
 */
@NullMarked
package org.lisle.hdfs.codec;

import org.jspecify.annotations.NullMarked;
