import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark's side of the measured jobs; the comparison compiles it against the Spark it is given. */
public final class SparkMain {
    private SparkMain() {}

    public static void main(String[] arguments) throws Exception {
        String job = arguments[1];
        String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
        try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("benchmark " + job))) {
            long start = System.nanoTime();
            String result = job.equals("csv") ? csv(context, rest[0]) : Jobs.run(context, job, rest);
            long millis = (System.nanoTime() - start) / 1_000_000;
            Path file = new Path(arguments[0]);
            try (var out = file.getFileSystem(context.hadoopConfiguration()).create(file, true)) {
                out.write(("result=" + result + "\njob_ms=" + millis + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** With Spark's SQL engine, as its users would. */
    private static String csv(JavaSparkContext context, String in) {
        Row row = SparkSession.builder()
                .sparkContext(context.sc())
                .getOrCreate()
                .read()
                .schema("id LONG, country STRING, category STRING, price DOUBLE, quantity INT, note STRING")
                .csv(in)
                .filter("price > 50")
                .groupBy("country", "category")
                .count()
                .agg(count(lit(1)), sum("count"))
                .first();
        return "groups=" + row.getLong(0) + " rows=" + row.getLong(1);
    }
}
