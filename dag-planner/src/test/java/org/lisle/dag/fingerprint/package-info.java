/** What is the same in two runs. */
@NullMarked
package org.lisle.dag.fingerprint;

import org.jspecify.annotations.NullMarked;
