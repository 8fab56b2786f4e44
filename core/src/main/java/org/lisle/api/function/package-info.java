/**
 * Functions that users pass to operators: serialisable, and allowed to throw checked exceptions. Imports Pair of the API, and nothing else of Lisle.
 */
@NullMarked
package org.lisle.api.function;

import org.jspecify.annotations.NullMarked;
