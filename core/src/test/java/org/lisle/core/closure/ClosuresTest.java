package org.lisle.core.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.Function;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class ClosuresTest {
    private static final ClassLoader LOADER = ClosuresTest.class.getClassLoader();

    /** Cannot be serialised. */
    static final class Connection {}

    static final class Helper implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        Connection connection = new Connection();

        transient Connection pool = new Connection();
    }

    static final class WordCountJob implements Serializable {
        private static final long serialVersionUID = 1L;

        final Helper helper = new Helper();

        Function<String, String> usesField() {
            return text -> text + helper;
        }

        Function<String, String> anonymous() {
            return new Function<>() {
                private static final long serialVersionUID = 1L;

                @Override
                public String call(String value) {
                    return value + helper;
                }
            };
        }
    }

    /** Not serialisable itself. */
    static final class PlainJob {
        final int factor = 3;

        Function<Integer, Integer> scale() {
            return x -> x * factor;
        }
    }

    private static void assertNotSerializable(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSURE_NOT_SERIALIZABLE))
                .hasMessageContainingAll(parts);
    }

    private static <T> T copy(T value, Class<T> type) {
        return Closures.deserialize(Closures.serialize(value), type, LOADER, HandleBinder.NONE);
    }

    @Test
    @SuppressWarnings("unchecked")
    void lambdaWithCapturedValuesComesBackAndWorks() throws Exception {
        int[] factor = {3};
        Function<Integer, Integer> scale = x -> x * factor[0];
        Closures.check(scale, "map");
        assertThat(copy(scale, Function.class).call(14)).isEqualTo(42);
    }

    @Test
    void fieldOfAnObjectIsNamedWithTheWayToIt() {
        assertNotSerializable(
                () -> Closures.check(new WordCountJob(), "map"),
                "map:",
                "WordCountJob.helper -> Helper.connection (" + Connection.class.getName() + ")",
                "transient");
    }

    @Test
    void lambdaThatUsesAFieldNamesItsSurroundingObject() {
        assertNotSerializable(
                () -> Closures.check(new WordCountJob().usesField(), "filter"),
                "filter:",
                "captures its surrounding object (WordCountJob) -> WordCountJob.helper -> Helper.connection");
    }

    @Test
    void anonymousClassNamesItsSurroundingObject() {
        assertNotSerializable(
                () -> Closures.check(new WordCountJob().anonymous(), "map"),
                "captures its surrounding object (WordCountJob) -> WordCountJob.helper -> Helper.connection");
    }

    @Test
    void surroundingObjectThatIsNotSerializableIsNamed() {
        assertNotSerializable(
                () -> Closures.check(new PlainJob().scale(), "map"),
                "captures its surrounding object (" + PlainJob.class.getName() + ")");
    }

    @Test
    void capturedArgumentOfALambdaIsNamed() {
        var helper = new Helper();
        String prefix = "x";
        Function<String, String> function = text -> prefix + text + helper;
        assertNotSerializable(
                () -> Closures.check(function, "map"),
                "lambda in ClosuresTest captures argument 2 (Helper) -> Helper.connection");
    }

    @Test
    void wayLeadsThroughCollectionsArraysAndOtherLambdas() {
        var helpers = List.of(List.of(), Arrays.asList(null, new Helper()));
        Function<String, Object> inner = text -> helpers;
        Function<String, Object> outer = inner::call;
        assertNotSerializable(
                () -> Closures.check(outer, "map"),
                "(a lambda in ClosuresTest) -> lambda in ClosuresTest captures argument 1",
                "[1][1] -> Helper.connection");
        Map<String, Object[]> map = Map.of("k", new Object[] {1, new Connection()});
        Function<String, Object> overMap = text -> map;
        assertNotSerializable(() -> Closures.check(overMap, "map"), "[k][1] (" + Connection.class.getName() + ")");
    }

    @Test
    void capturedFunctionOfTheJdkThatIsNotSerializableIsNamed() {
        Callable<String> plain = () -> "x";
        Function<String, String> function = text -> text + plain.call();
        assertNotSerializable(
                () -> Closures.check(function, "map"),
                "captures argument 1 (a lambda in ClosuresTest that is not Serializable)");
    }

    @Test
    void functionThatIsNotSerializableAtAllIsNamed() {
        assertNotSerializable(() -> Closures.check(new Connection(), "map"), "Connection, which is not Serializable");
    }

    @Test
    void closedFieldsOfTheJdkDoNotBreakTheSearch() {
        var thrown = new IllegalStateException("outer");
        thrown.addSuppressed(new IllegalStateException("inner") {
            private static final long serialVersionUID = 1L;
            final Connection hidden = new Connection();
        });
        Function<String, Object> function = text -> thrown;
        assertNotSerializable(() -> Closures.check(function, "map"), Connection.class.getName());
    }

    @Test
    void transientFieldsAreNotSent() {
        var helper = new Helper();
        helper.connection = null;
        Closures.check(helper, "map");
        assertThat(copy(helper, Helper.class).pool).isNull();
    }

    @Test
    void endlesslyNestedObjectIsRefused() {
        Object nested = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            nested = new ArrayList<>(Arrays.asList(nested));
        }
        Object deep = nested;
        assertNotSerializable(() -> Closures.check(deep, "map"), "nested too deeply");
    }

    @Test
    void missingClassIsNamedWithTheNextStep() {
        byte[] bytes = Closures.serialize(new WordCountJobWithoutHelper());
        assertThatThrownBy(() -> Closures.deserialize(
                        bytes, Object.class, ClassLoader.getPlatformClassLoader(), HandleBinder.NONE))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLASS_NOT_FOUND))
                .hasMessageContaining(WordCountJobWithoutHelper.class.getName())
                .hasMessageContaining("--jars");
    }

    static final class WordCountJobWithoutHelper implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void classKnownFromAttacksIsRefused() {
        for (Object dangerous :
                List.of(new javax.management.BadAttributeValueExpException("x"), new java.rmi.server.UID())) {
            byte[] bytes = Closures.serialize(new Object[] {dangerous});
            assertThatThrownBy(() -> Closures.deserialize(bytes, Object.class, LOADER, HandleBinder.NONE))
                    .isInstanceOfSatisfying(
                            LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSURE_CLASS_REFUSED))
                    .hasMessageContaining(dangerous.getClass().getName());
        }
    }

    @Test
    void ordinaryValuesOfTheJdkAreLetIn() {
        Object[] values = {
            new java.util.Date(1),
            new java.sql.Timestamp(1),
            java.time.LocalDate.EPOCH,
            java.util.regex.Pattern.compile("x").pattern(),
            new RuntimeException("r").getMessage(),
            new java.util.concurrent.ConcurrentHashMap<>(Map.of(1, 2)),
            int.class,
            int[][].class,
            new java.util.concurrent.atomic.AtomicInteger(1).get(),
            java.util.EnumSet.of(java.util.concurrent.TimeUnit.DAYS)
        };
        assertThat(copy(values, Object[].class)).isEqualTo(values);
        assertThat(copy(new IllegalStateException("x"), Exception.class)).hasMessage("x");
    }

    private record Echo(String answer) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return answer;
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void proxyComesBack() throws Exception {
        var proxy = (Function<String, String>)
                Proxy.newProxyInstance(LOADER, new Class<?>[] {Function.class}, new Echo("hello"));
        assertThat(((Function<String, String>) copy(proxy, Function.class)).call("x"))
                .isEqualTo("hello");
    }

    private record Counter(int id) implements Handle {}

    @Test
    void handlesAreBoundOnceEach() {
        var counter = new Counter(7);
        Object[] bound = Closures.deserialize(
                Closures.serialize(new Object[] {counter, counter, "x"}),
                Object[].class,
                LOADER,
                handle -> new StringBuilder("bound " + ((Counter) handle).id()));
        assertThat(bound[0]).isSameAs(bound[1]).hasToString("bound 7");
    }

    @Test
    void bytesOfAnotherTypeAreAnInternalError() {
        assertThatThrownBy(() ->
                        Closures.deserialize(Closures.serialize("text"), Integer.class, LOADER, HandleBinder.NONE))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
        assertThatThrownBy(() -> Closures.deserialize(new byte[] {1, 2}, Integer.class, LOADER, HandleBinder.NONE))
                .isInstanceOf(LisleException.class);
    }
}
