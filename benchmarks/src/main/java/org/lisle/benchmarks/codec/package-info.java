/** JMH benchmarks of the records' codecs. */
@NullMarked
package org.lisle.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
