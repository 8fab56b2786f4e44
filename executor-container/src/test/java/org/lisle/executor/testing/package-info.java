/**
 * What the tests of the packages of this module share: fakes, records and temporary places.
 */
@NullMarked
package org.lisle.executor.testing;

import org.jspecify.annotations.NullMarked;
