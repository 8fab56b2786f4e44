package org.lisle.yarn.allocate;

/** A container that the ResourceManager granted, by its id and the host it is on. */
public record Grant(String container, String host) {}
