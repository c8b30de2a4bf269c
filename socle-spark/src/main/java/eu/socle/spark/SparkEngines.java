package eu.socle.spark;

import eu.socle.cli.DataEngines;
import eu.socle.cli.DataJob;
import eu.socle.data.Engine;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/// Brings [SparkEngine] to the command line as `spark`. The master and everything else come from
/// `spark-submit` or from system properties (`-Dspark.master=local[*]`).
public final class SparkEngines implements DataEngines {

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Opened open(DataJob job) {
        JavaSparkContext context =
                new JavaSparkContext(new SparkConf().setIfMissing("spark.app.name", "socle data"));
        Engine engine = new SparkEngine(context, job);
        return new Opened() {
            @Override
            public Engine engine() {
                return engine;
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }
}
