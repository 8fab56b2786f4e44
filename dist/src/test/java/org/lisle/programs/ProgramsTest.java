package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lisle.api.LisleContext;

/** Every operation through planner, scheduler and executor, on data of all shapes and on few and many slots. */
@ParameterizedClass(name = "local[{0}]")
@ValueSource(ints = {1, 2, 5})
class ProgramsTest {
    @SuppressWarnings("NullAway.Init")
    private static LisleContext context;

    ProgramsTest(int slots) {
        assertThat(context.defaultParallelism()).isEqualTo(slots);
    }

    @BeforeParameterizedClassInvocation
    static void open(int slots) {
        context = LisleContext.builder()
                .appName("programs")
                .master("local[" + slots + "]")
                .build();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        context.close();
    }

    static Stream<Program> programs() {
        return Program.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void givesWhatPlainJavaGives(Program program) throws Exception {
        for (Shape shape : Shape.all()) {
            program.check(context, shape);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void givesWhatPlainJavaGivesOnRandomData(Program program) throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            program.check(context, Shape.random(seed * context.defaultParallelism(), seed == 3 && program.nulls()));
        }
    }
}
