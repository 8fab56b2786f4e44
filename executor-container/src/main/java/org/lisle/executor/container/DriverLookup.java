package org.lisle.executor.container;

import org.lisle.hdfs.address.DriverAddresses;

/** Where an executor that has lost its driver looks for the next one. */
@FunctionalInterface
public interface DriverLookup {
    /** May wait for a file system. @throws org.lisle.core.error.LisleException FILE_SYSTEM when nothing can be learned now */
    DriverAddresses.Found newerThan(int epoch);
}
