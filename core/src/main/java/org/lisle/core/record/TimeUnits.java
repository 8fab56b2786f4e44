package org.lisle.core.record;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Times as numbers since 1970 or midnight, as binary formats hold them. What is finer than the unit is cut off, towards the past. */
public enum TimeUnits {
    MILLIS(1_000),
    MICROS(1_000_000),
    NANOS(1_000_000_000);

    private final long perSecond;
    private final long nanosEach;

    TimeUnits(long perSecond) {
        this.perSecond = perSecond;
        this.nanosEach = 1_000_000_000 / perSecond;
    }

    /** @throws ValueRefused when the time is too far away for a long of this unit */
    public long of(Instant instant) {
        return number(instant.getEpochSecond(), instant.getNano(), instant);
    }

    /** @throws ValueRefused as {@link #of(Instant)} */
    public long of(LocalDateTime time) {
        return number(time.toEpochSecond(ZoneOffset.UTC), time.getNano(), time);
    }

    public long of(LocalTime time) {
        return time.toNanoOfDay() / nanosEach;
    }

    private long number(long seconds, int nanos, Object time) {
        try {
            return Math.addExact(Math.multiplyExact(seconds, perSecond), nanos / nanosEach);
        } catch (ArithmeticException e) {
            throw new ValueRefused(time + " is too far away to be written");
        }
    }

    public Instant instant(long number) {
        return Instant.ofEpochSecond(Math.floorDiv(number, perSecond), Math.floorMod(number, perSecond) * nanosEach);
    }

    public LocalDateTime localDateTime(long number) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(number, perSecond), (int) (Math.floorMod(number, perSecond) * nanosEach), ZoneOffset.UTC);
    }

    /** @throws ValueRefused when a day does not have so many */
    public LocalTime localTime(long number) {
        if (number < 0 || number >= 86_400 * perSecond) {
            throw new ValueRefused(number + " is no time of a day");
        }
        return LocalTime.ofNanoOfDay(number * nanosEach);
    }

    /** Days since 1970. @throws ValueRefused when it is too far away for an int */
    public static int days(LocalDate date) {
        long days = date.toEpochDay();
        if (days != (int) days) {
            throw new ValueRefused(date + " is too far away to be written");
        }
        return (int) days;
    }
}
