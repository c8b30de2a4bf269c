package eu.socle.eval;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.infer.LanguageModel;
import eu.socle.infer.LoadedModel;
import eu.socle.infer.ModelFiles;
import eu.socle.token.shard.TokenShards;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A model and the held-out documents in; scores.json, and for each task one line of numbers for
/// each example, out.
public final class EvalStage {

    private final Run run;
    private final LanguageModel model;
    private final Path folder;
    private final List<Score> scores = new ArrayList<>();
    private final SortedMap<String, Long> counts = new TreeMap<>();

    private EvalStage(Run run, LanguageModel model, Path folder) {
        this.run = run;
        this.model = model;
        this.folder = folder;
    }

    /// Does the stage `eval`, or uses it as it is when it is finished.
    ///
    /// @param modelFolder config.json, model.safetensors and tokenizer.json
    /// @param tokenFolder the shards of both splits
    /// @param manifest of the stage the model comes from
    /// @return the stage's manifest
    /// @throws eu.socle.core.Refusal if a file is missing or damaged
    public static Manifest run(
            EvalConfig config, Path modelFolder, Path tokenFolder, Manifest manifest, Run run) {
        return run.stage(
                "eval",
                config,
                Run.inputs(List.of(manifest)),
                folder -> {
                    try (LoadedModel model =
                                    LoadedModel.open(ModelFiles.in(modelFolder), run.workers());
                            TokenShards train = TokenShards.open(tokenFolder, "train");
                            TokenShards heldOut = TokenShards.open(tokenFolder, "held-out")) {
                        EvalStage stage = new EvalStage(run, model, folder);
                        ByteUnigram unigram = ByteUnigram.of(train, model.tokenizer());
                        stage.measure(new BitsPerByte(heldOut, unigram, config.documents()));
                        stage.measure(
                                new Cloze(
                                        heldOut,
                                        model.tokenizer(),
                                        run.seed("eval").of("cloze"),
                                        config.clozeExamples()));
                        return stage.finish();
                    }
                });
    }

    private <E, G extends Record> void measure(Task<E, G> task) {
        List<E> examples = task.examples();
        List<G> grades = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        try (Progress.Work work = run.progress().begin(task.name(), "examples", examples.size())) {
            for (E example : examples) {
                G grade = task.grade(model, example);
                grades.add(grade);
                lines.append(Json.canonical(grade)).append('\n');
                run.unitDone();
                work.advance(1);
            }
        }
        AtomicFile.write(folder.resolve(task.name() + ".jsonl"), lines.toString());
        scores.addAll(task.scores(grades));
        counts.put(task.name() + ".examples", (long) examples.size());
        if (examples.isEmpty()) {
            run.progress()
                    .note(
                            "eval     no examples for "
                                    + task.name()
                                    + ": the held-out documents have too few fit sentences");
        }
    }

    private SortedMap<String, Long> finish() {
        AtomicFile.write(folder.resolve("scores.json"), Json.canonical(scores) + "\n");
        for (Score score : scores) {
            run.state(score.fact());
        }
        return counts;
    }
}
