package org.lisle.minicluster.jobs;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.lisle.api.LisleContext;

/** Programs that end in ways other than well. */
public final class Misbehaving {
    private Misbehaving() {}

    /** A task throws each time. Arguments: the folder for the marks. */
    public static final class TaskThrows {
        private TaskThrows() {}

        public static void main(String[] arguments) {
            Marks marks = new Marks(arguments[0]);
            try (LisleContext context =
                    LisleContext.builder().appName("TaskThrows").getOrCreate()) {
                context.parallelize(List.of(1, 2, 3, 4), 2)
                        .map(number -> {
                            if (number == 4) {
                                marks.attempt("throw", "none", 0);
                                throw new IllegalStateException("no fours today");
                            }
                            return number;
                        })
                        .count();
            }
        }
    }

    /** Calls System.exit(3) in main. */
    public static final class Exits {
        private Exits() {}

        public static void main(String[] arguments) {
            try (LisleContext context = LisleContext.builder().appName("Exits").getOrCreate()) {
                context.parallelize(List.of(1, 2), 2).count();
                System.exit(3);
            }
        }
    }

    /** Throws in main, outside of any task. */
    public static final class MainThrows {
        private MainThrows() {}

        public static void main(String[] arguments) {
            throw new IllegalArgumentException("main has had enough");
        }
    }

    /** Never makes a context. */
    public static final class NoContext {
        private NoContext() {}

        public static void main(String[] arguments) {
            System.out.println("nothing to do with " + List.of(arguments));
        }
    }

    /** Main returns while another thread has a job to run. */
    public static final class ReturnsEarly {
        private ReturnsEarly() {}

        public static void main(String[] arguments) {
            CountDownLatch returns = new CountDownLatch(1);
            new Thread(() -> {
                        try (LisleContext context =
                                LisleContext.builder().appName("ReturnsEarly").getOrCreate()) {
                            returns.await();
                            long counted = context.parallelize(List.of(1, 2), 2).count();
                            System.out.println("the other thread counted " + counted);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start();
            System.out.println("main returns");
            returns.countDown();
        }
    }

    /** Waits forever, until it is killed. Arguments: the folder for marks of the driver's process and of {@code run}, the executors'. */
    public static final class Waits {
        private Waits() {}

        public static void main(String[] arguments) throws InterruptedException {
            Marks marks = new Marks(arguments[0]);
            marks.driver();
            try (LisleContext context = LisleContext.builder().appName("Waits").getOrCreate()) {
                context.parallelize(List.of(1, 2), 2).foreach(number -> marks.attempt("run", "none", -1));
                new CountDownLatch(1).await();
            }
        }
    }
}
