package org.lisle.benchmarks.chain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.Function;
import org.lisle.api.function.Predicate;
import org.lisle.core.operator.Operator;

/** Records, six operators over them, and the same work as a loop that somebody wrote by hand. */
public enum Workload {
    LONG {
        @Override
        Object record(int i) {
            return (long) i * 7919 % 1000003;
        }

        @Override
        List<Object> functions() {
            return List.of(
                    map((Long x) -> x + 1),
                    filter((Long x) -> x % 3 != 0),
                    map((Long x) -> x * 2),
                    filter((Long x) -> x > 100),
                    map((Long x) -> x ^ 5),
                    map((Long x) -> x + 7));
        }

        @Override
        void byHand(Records source, Sum end, int operators) {
            while (source.advance()) {
                long x = (Long) source.current() + 1;
                if (operators == 1) {
                    end.accept(x);
                } else if (x % 3 != 0) {
                    x *= 2;
                    if (operators == 3) {
                        end.accept(x);
                    } else if (x > 100) {
                        end.accept((x ^ 5) + 7);
                    }
                }
            }
        }

        @Override
        void byHandWithObjects(Records source, Sum end, int operators) {
            while (source.advance()) {
                Long x = (Long) source.current() + 1;
                if (operators == 1) {
                    end.accept(x);
                } else if (x % 3 != 0) {
                    x = x * 2;
                    if (operators == 3) {
                        end.accept(x);
                    } else if (x > 100) {
                        x = x ^ 5;
                        x = x + 7;
                        end.accept(x);
                    }
                }
            }
        }

        @Override
        long bareLoop(Object[] records, int operators) {
            long sum = 0;
            for (Object record : records) {
                long x = (Long) record + 1;
                if (operators == 1) {
                    sum += x;
                } else if (x % 3 != 0) {
                    x *= 2;
                    if (operators == 3) {
                        sum += x;
                    } else if (x > 100) {
                        sum += (x ^ 5) + 7;
                    }
                }
            }
            return sum;
        }
    },

    TEXT {
        @Override
        Object record(int i) {
            return "word-" + i;
        }

        @Override
        List<Object> functions() {
            return List.of(
                    map((String x) -> x.charAt(x.length() - 1) == '7' ? "seven" : x),
                    filter((String x) -> x.length() > 3),
                    map((String x) -> x.charAt(0) == 'x' ? "x" : x),
                    filter((String x) -> x.length() < 100),
                    map((String x) -> x.length() == 50 ? "fifty" : x),
                    map((String x) -> x.charAt(x.length() - 1) == '6' ? "six" : x));
        }

        @Override
        void byHand(Records source, Sum end, int operators) {
            while (source.advance()) {
                String x = (String) source.current();
                x = x.charAt(x.length() - 1) == '7' ? "seven" : x;
                if (operators == 1) {
                    end.accept(x);
                } else if (x.length() > 3) {
                    x = x.charAt(0) == 'x' ? "x" : x;
                    if (operators == 3) {
                        end.accept(x);
                    } else if (x.length() < 100) {
                        x = x.length() == 50 ? "fifty" : x;
                        x = x.charAt(x.length() - 1) == '6' ? "six" : x;
                        end.accept(x);
                    }
                }
            }
        }

        @Override
        void byHandWithObjects(Records source, Sum end, int operators) {
            byHand(source, end, operators);
        }

        @Override
        long bareLoop(Object[] records, int operators) {
            long sum = 0;
            for (Object record : records) {
                String x = (String) record;
                x = x.charAt(x.length() - 1) == '7' ? "seven" : x;
                if (operators == 1) {
                    sum += x.length();
                } else if (x.length() > 3) {
                    x = x.charAt(0) == 'x' ? "x" : x;
                    if (operators == 3) {
                        sum += x.length();
                    } else if (x.length() < 100) {
                        x = x.length() == 50 ? "fifty" : x;
                        x = x.charAt(x.length() - 1) == '6' ? "six" : x;
                        sum += x.length();
                    }
                }
            }
            return sum;
        }
    },

    PAIR {
        @Override
        Object record(int i) {
            return Pair.of((long) i % 1000, (long) i);
        }

        @Override
        List<Object> functions() {
            return List.of(
                    map((Pair<Long, Long> x) -> Pair.of(x.key(), x.value() + 1)),
                    filter((Pair<Long, Long> x) -> x.key() != 5),
                    map((Pair<Long, Long> x) -> Pair.of(x.key() + 1, x.value())),
                    filter((Pair<Long, Long> x) -> x.value() % 3 != 0),
                    map((Pair<Long, Long> x) -> Pair.of(x.key(), x.value() * 2)),
                    map((Pair<Long, Long> x) -> Pair.of(x.key() ^ 3, x.value())));
        }

        @Override
        @SuppressWarnings("unchecked")
        void byHand(Records source, Sum end, int operators) {
            while (source.advance()) {
                Pair<Long, Long> x = (Pair<Long, Long>) source.current();
                long key = x.key();
                long value = x.value() + 1;
                if (operators == 1) {
                    end.accept(Pair.of(key, value));
                } else if (key != 5) {
                    key++;
                    if (operators == 3) {
                        end.accept(Pair.of(key, value));
                    } else if (value % 3 != 0) {
                        end.accept(Pair.of(key ^ 3, value * 2));
                    }
                }
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        void byHandWithObjects(Records source, Sum end, int operators) {
            while (source.advance()) {
                Pair<Long, Long> x = (Pair<Long, Long>) source.current();
                x = Pair.of(x.key(), x.value() + 1);
                if (operators == 1) {
                    end.accept(x);
                } else if (x.key() != 5) {
                    x = Pair.of(x.key() + 1, x.value());
                    if (operators == 3) {
                        end.accept(x);
                    } else if (x.value() % 3 != 0) {
                        x = Pair.of(x.key(), x.value() * 2);
                        x = Pair.of(x.key() ^ 3, x.value());
                        end.accept(x);
                    }
                }
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        long bareLoop(Object[] records, int operators) {
            long sum = 0;
            for (Object record : records) {
                Pair<Long, Long> x = (Pair<Long, Long>) record;
                long key = x.key();
                long value = x.value() + 1;
                if (operators == 1) {
                    sum += key + value;
                } else if (key != 5) {
                    key++;
                    if (operators == 3) {
                        sum += key + value;
                    } else if (value % 3 != 0) {
                        sum += (key ^ 3) + value * 2;
                    }
                }
            }
            return sum;
        }
    };

    abstract Object record(int i);

    /** Functions for a map, a filter, a map, a filter and two maps. */
    abstract List<Object> functions();

    /** What the first operators do, as somebody would write it for this source and this end. */
    abstract void byHand(Records source, Sum end, int operators);

    /** The same with the objects that the functions take and return. */
    abstract void byHandWithObjects(Records source, Sum end, int operators);

    /** The same over an array and into a local variable, which no source and no end of a stage is. */
    abstract long bareLoop(Object[] records, int operators);

    /** The first operators of this workload. */
    List<Operator> operators(int count) {
        List<Operator> operators = new ArrayList<>();
        Operator below = new Operator.Values(0, 1);
        for (Object function : functions().subList(0, count)) {
            int id = operators.size() + 1;
            below = function instanceof Predicate<?> predicate
                    ? new Operator.FilterRecords(id, below, predicate)
                    : new Operator.MapRecords(id, below, (Function<?, ?>) function);
            operators.add(below);
        }
        return operators;
    }

    /** What the end of a chain adds of a record. */
    static long weight(@Nullable Object record) {
        if (record instanceof Long number) {
            return number;
        }
        if (record instanceof Pair<?, ?> pair && pair.key() instanceof Long key && pair.value() instanceof Long value) {
            return key + value;
        }
        return record instanceof String text ? text.length() : 0;
    }

    private static <T, R> Function<T, R> map(Function<T, R> function) {
        return function;
    }

    private static <T> Predicate<T> filter(Predicate<T> predicate) {
        return predicate;
    }
}
