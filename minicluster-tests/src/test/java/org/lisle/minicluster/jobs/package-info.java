/** Programs that the tests submit: each goes wrong, or is made to go wrong, in its own way. */
@NullMarked
package org.lisle.minicluster.jobs;

import org.jspecify.annotations.NullMarked;
