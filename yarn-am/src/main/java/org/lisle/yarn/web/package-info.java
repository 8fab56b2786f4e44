/**
 * The application's page: jobs, stages, executors and plans as plain HTML, and the same as JSON under {@code /api/v1}; read only. Start at
 * {@link org.lisle.yarn.web.Site}, which is pure; {@link org.lisle.yarn.web.WebServer} puts it on a socket.
 *
 * <p>Served on the server's event loop from snapshots. May import dag.driver, outcome, core, Netty's HTTP codec and Jackson; no Hadoop.
 */
@NullMarked
package org.lisle.yarn.web;

import org.jspecify.annotations.NullMarked;
