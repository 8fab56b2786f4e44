package org.lisle.core.io;

/**
 * Where an application sets bad records aside.
 *
 * @param directory of the application, for people and for executors, who open it themselves
 * @param most records of a job
 */
public record BadRecordStore(BadRecordFiles files, String directory, long most) {}
