/**
 * Kinds of executors: what a profile of the API comes to with an application's settings, as driver, ApplicationMaster and executors know it.
 * Start at ExecutorProfile. Imports the API's resources, settings, errors and units.
 */
@NullMarked
package org.lisle.core.resource;

import org.jspecify.annotations.NullMarked;
