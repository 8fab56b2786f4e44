package org.lisle.recovery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.fault.FaultPoint;

/** Stops a driver at the n-th passing of a point: the thread that passes it stands still until the test is over. */
final class Crash implements FaultInjector {
    /** Where a driver stops. */
    enum How {
        BEFORE,
        TORN,
        AFTER
    }

    private final How how;
    private final int number;
    private final Runnable cutOff;
    private final CountDownLatch happened = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private int passed;

    /** @param cutOff separates the driver from the world, before anybody can hear of it */
    Crash(How how, int number, Runnable cutOff) {
        this.how = how;
        this.number = number;
        this.cutOff = cutOff;
    }

    static FaultPoint point(How how) {
        return how == How.AFTER ? FaultPoint.JOURNAL_FLUSHED : FaultPoint.JOURNAL_RECORD;
    }

    @Override
    public Fault at(FaultPoint point, String key) {
        if (point != point(how) || ++passed != number) {
            return Fault.NONE;
        }
        cutOff.run();
        if (how == How.TORN) {
            return new Fault(Fault.Kind.TORN, java.time.Duration.ZERO);
        }
        happened.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the test is over");
    }

    /** The journal failed, as it does after a torn record. */
    void journalFailed() {
        happened.countDown();
    }

    boolean await(long seconds) throws InterruptedException {
        return happened.await(seconds, TimeUnit.SECONDS);
    }

    boolean hasHappened() {
        return happened.getCount() == 0;
    }

    void over() {
        over.countDown();
    }
}
