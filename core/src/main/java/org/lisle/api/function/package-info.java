/**
 * Functions that users pass to operators: serialisable, and allowed to throw checked exceptions. A leaf.
 */
@NullMarked
package org.lisle.api.function;

import org.jspecify.annotations.NullMarked;
