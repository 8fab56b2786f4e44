/**
 * Names of things that cross processes: block ids and their text form. A leaf.
 */
@NullMarked
package org.lisle.core.id;

import org.jspecify.annotations.NullMarked;
