/** The journal's form, its writer, and what is made of what it says. */
@NullMarked
package org.lisle.dag.journal;

import org.jspecify.annotations.NullMarked;
