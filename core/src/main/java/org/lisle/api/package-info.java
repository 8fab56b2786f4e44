/**
 * The programming model. Start at LisleContext. What stands in module core is also seen by executors; Rdd and the context are in
 * module dag-planner.
 */
@NullMarked
package org.lisle.api;

import org.jspecify.annotations.NullMarked;
