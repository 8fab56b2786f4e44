/** Every decision of the scheduler as a sentence, with a manual clock. */
package org.lisle.dag.schedule;
