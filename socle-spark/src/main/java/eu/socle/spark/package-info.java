/// The data stage on an Apache Spark cluster: [SparkEngine] sends the numbers of the tasks, and
/// each executor does them as a laptop would, on a folder that all machines see. So the bytes are
/// the same.
///
/// ```
/// spark-submit --class eu.socle.cli.Main ... socle-spark.jar data recipe.yaml --engine spark --into /shared/run
/// ```
@NullMarked
package eu.socle.spark;

import org.jspecify.annotations.NullMarked;
