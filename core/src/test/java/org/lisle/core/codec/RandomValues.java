package org.lisle.core.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;

/** Values of every kind that the codec knows, nested, from a seed. */
final class RandomValues {
    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    record Point(int x, @Nullable Object tag, double weight) {}

    record Empty() {}

    /** For Kryo: no constructor without arguments. */
    static final class Box {
        final @Nullable Object content;
        final long number;

        Box(@Nullable Object content, long number) {
            this.content = content;
            this.number = number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Box that && that.number == number && Objects.deepEquals(that.content, content);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }

        @Override
        public String toString() {
            return "Box(" + content + "," + number + ")";
        }
    }

    @Nullable
    Object next(int depth) {
        int kinds = depth > 0 ? 34 : 20;
        return switch (random.nextInt(kinds)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> (char) random.nextInt();
            case 5 -> random.nextInt() >> random.nextInt(32);
            case 6 -> random.nextLong() >> random.nextInt(64);
            case 7 -> Float.intBitsToFloat(random.nextInt());
            case 8 -> random.nextGaussian();
            case 9, 10, 11 -> text();
            case 12 -> new BigInteger(random.nextInt(200), random);
            case 13 -> new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(20) - 10);
            case 14 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            case 15 -> LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000);
            case 16 -> LocalDateTime.of(2000 + random.nextInt(99), 2, 28, 23, 59, random.nextInt(60));
            case 17 -> Duration.ofNanos(random.nextLong());
            case 18 -> new UUID(random.nextLong(), random.nextLong());
            case 19 -> TimeUnit.values()[random.nextInt(TimeUnit.values().length)];
            case 20, 21 -> pair(depth);
            case 22, 23 -> list(depth);
            case 24 -> new HashSet<>(list(depth));
            case 25 -> new TreeSet<>(List.of(text(), text(), text()));
            case 26 -> fill(new HashMap<>(), depth);
            case 27 -> fill(new LinkedHashMap<>(), depth);
            case 28 -> new TreeMap<>(Map.of(random.nextInt(), text(), random.nextInt(), text()));
            case 29 -> Optional.ofNullable(next(depth - 1));
            case 30 -> new Point(random.nextInt(), next(depth - 1), random.nextDouble());
            case 31 -> new Empty();
            case 32 -> new Box(next(depth - 1), random.nextLong());
            default -> new Box(new Point(1, next(depth - 1), 2), random.nextLong());
        };
    }

    @SuppressWarnings("NullAway") // a pair may hold nulls, see the bounds of its type variables
    private Object pair(int depth) {
        return Pair.of(next(depth - 1), next(depth - 1));
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            list.add(next(depth - 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> fill(Map<@Nullable Object, @Nullable Object> map, int depth) {
        for (int left = random.nextInt(5); left > 0; left--) {
            map.put(text(), next(depth - 1));
        }
        return map;
    }

    /** Also with characters of two, three and four bytes, and with halves of surrogate pairs. */
    String text() {
        var text = new StringBuilder();
        int length = random.nextInt(random.nextInt(20) == 0 ? 3000 : 20);
        int range = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            switch (range) {
                case 0, 1 -> text.append((char) ('a' + random.nextInt(26)));
                case 2 -> text.append((char) random.nextInt(0x10000));
                default -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }
        return text.toString();
    }
}
