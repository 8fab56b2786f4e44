package org.lisle.executor.step;

/** The functions of operators, whose types only the program's compiler knew. */
final class Functions {
    private Functions() {}

    @SuppressWarnings("unchecked")
    static <F> F cast(Object function) {
        return (F) function;
    }
}
