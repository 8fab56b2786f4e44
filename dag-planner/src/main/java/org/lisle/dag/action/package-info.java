/**
 * Actions: what runs when a program asks for a result. Prepares the lineage, has it planned, hands the job to the runner, waits, decodes.
 * Used by any thread of the user's program, which waits here. May import lineage, plan, driver and core; start at
 * {@link org.lisle.dag.action.Actions}.
 */
@NullMarked
package org.lisle.dag.action;

import org.jspecify.annotations.NullMarked;
