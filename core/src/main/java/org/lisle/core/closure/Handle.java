package org.lisle.core.closure;

import java.io.Serializable;

/** What stands in serialised functions for something that each process has its own of; a {@link HandleBinder} replaces it while reading. */
public interface Handle extends Serializable {}
