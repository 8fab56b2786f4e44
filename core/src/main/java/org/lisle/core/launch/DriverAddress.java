package org.lisle.core.launch;

/**
 * Where a driver listens.
 *
 * @param epoch which attempt of the driver it is, from 1
 */
public record DriverAddress(String host, int port, int epoch) {
    @Override
    public String toString() {
        return host + ":" + port + " (attempt " + epoch + ")";
    }
}
