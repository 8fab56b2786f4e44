package org.lisle.dag.schedule;

/**
 * Where map outputs lie.
 *
 * @param executor the one that wrote them; it may be long gone
 * @param directory the application's local directory, which tells apart nodes that share a host's name
 */
record OutputPlace(String executor, String host, int port, String directory) {}
