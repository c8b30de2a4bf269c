package eu.socle.spark;

import eu.socle.cli.DataJob;
import eu.socle.core.Refusal;
import eu.socle.data.Engine;
import eu.socle.data.Phase;
import eu.socle.data.Tasks;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;

/// Runs tasks as a Spark job: one number is one element, and elements are dealt out in slices small
/// enough to balance. A task that fails is tried again as Spark is set up to; a refusal of the last
/// try becomes the driver's own.
///
/// @param context the caller keeps and closes it
/// @param job what an executor needs to do tasks
public record SparkEngine(JavaSparkContext context, DataJob job) implements Engine {

    private static final int SLICES_PER_CORE =
            4; // an executor that is done early takes another; the plan is read once per slice

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public void run(Tasks tasks, Phase phase, int count, Runnable done) {
        if (count == 0) {
            return;
        }
        List<Integer> numbers = IntStream.range(0, count).boxed().toList();
        int slices = Math.min(count, SLICES_PER_CORE * Math.max(1, context.defaultParallelism()));
        try {
            context.parallelize(numbers, slices).foreachPartition(new Slice(job, phase));
        } catch (Exception e) { // Spark throws its checked exception without declaring it
            throw refusal(e);
        }
        for (int i = 0; i < count; i++) {
            done.run();
        }
    }

    private record Slice(DataJob job, Phase phase) implements VoidFunction<Iterator<Integer>> {
        @Override
        public void call(Iterator<Integer> numbers) {
            try (Tasks tasks = job.tasks()) {
                while (numbers.hasNext()) {
                    tasks.run(phase, numbers.next());
                }
            }
        }
    }

    private static Refusal refusal(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        String what = e instanceof SparkException ? String.valueOf(e.getMessage()) : e.toString();
        return Refusal.failure(
                "Spark gave up: "
                        + what.lines().findFirst().orElse("no reason given")
                        + "; its log says more, and the same command goes on from the last finished task.",
                e);
    }
}
