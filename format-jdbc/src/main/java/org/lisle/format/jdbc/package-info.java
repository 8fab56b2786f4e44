/**
 * Tables of databases as datasets. {@code JdbcRead} describes what is read and {@code JdbcWrite} what is written; both are values that travel
 * with a stage. Each task has a connection of its own. May import the API and {@code org.lisle.core.io}; no Hadoop.
 */
@NullMarked
package org.lisle.format.jdbc;

import org.jspecify.annotations.NullMarked;
