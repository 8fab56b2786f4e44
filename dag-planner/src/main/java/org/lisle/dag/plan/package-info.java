/**
 * From lineage to stages: cutting at shuffles, fusing narrow chains, explain. Pure; {@link org.lisle.dag.plan.PlannedJob} is what it
 * gives to the scheduler. May import lineage and core.
 */
@NullMarked
package org.lisle.dag.plan;

import org.jspecify.annotations.NullMarked;
