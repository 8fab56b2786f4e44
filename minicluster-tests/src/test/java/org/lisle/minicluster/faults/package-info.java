/** The fault injector of the tests: orders written as text, which travel to every process in the setting lisle.testing.faults. */
@NullMarked
package org.lisle.minicluster.faults;

import org.jspecify.annotations.NullMarked;
