/**
 * What a stage wants of its executors and what each of its tasks takes of them, under the names of Spark's stage level scheduling. Start at
 * ResourceProfileBuilder. Imports errors and units of core, and nothing else of Lisle.
 */
@NullMarked
package org.lisle.api.resource;

import org.jspecify.annotations.NullMarked;
