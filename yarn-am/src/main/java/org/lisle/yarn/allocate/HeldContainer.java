package org.lisle.yarn.allocate;

/**
 * A container with its executor. Immutable.
 *
 * @param executor its executor's id; empty for one that an earlier attempt of the driver started and that has not registered yet
 * @param sinceMillis when it was launched, or taken over
 * @param registered once the executor has told its address
 * @param leaving it is to go back when its executor has nothing left to do
 * @param reported it was told of that the executor takes long to register
 */
record HeldContainer(
        String executor, Grant grant, long sinceMillis, boolean registered, boolean leaving, boolean reported) {
    static HeldContainer launched(String executor, Grant grant, long nowMillis) {
        return new HeldContainer(executor, grant, nowMillis, false, false, false);
    }

    static HeldContainer adopted(Grant grant, long nowMillis) {
        return new HeldContainer("", grant, nowMillis, false, false, false);
    }

    /** @param profile the kind of executors it is of: of one that an earlier attempt started, only its executor knows */
    HeldContainer registeredAs(String name, String profile) {
        return new HeldContainer(name, grant.of(profile), sinceMillis, true, leaving, reported);
    }

    HeldContainer toLeave() {
        return new HeldContainer(executor, grant, sinceMillis, registered, true, reported);
    }

    HeldContainer asReported() {
        return new HeldContainer(executor, grant, sinceMillis, registered, leaving, true);
    }

    /** The name of the kind of executors it is of; the usual one for what has not registered. */
    String profile() {
        return grant.size().profile();
    }

    /** Whether an earlier attempt of the driver started it, and its executor has not come to this one. */
    boolean awaited() {
        return executor.isEmpty();
    }
}
