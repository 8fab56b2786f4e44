package org.lisle.executor.record;

/** Marks values whose content lies on disk, so that they weigh nothing. */
public interface OnDisk {}
