/** Journals in files. */
@NullMarked
package org.lisle.yarn.journal;

import org.jspecify.annotations.NullMarked;
