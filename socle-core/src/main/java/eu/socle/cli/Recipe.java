package eu.socle.cli;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Run;
import eu.socle.core.Settings;
import eu.socle.data.DataConfig;
import eu.socle.data.describe.Statement;
import eu.socle.energy.EnergyConfig;
import eu.socle.eval.EvalConfig;
import eu.socle.token.TokenConfig;
import eu.socle.train.TrainConfig;
import java.nio.file.Path;

/// What one recipe file asks for, with every default filled in: one section for each stage.
///
/// @param file where it was read from
/// @param text as it was read
/// @param base the folder that the paths of its sources are relative to: the recipe's own
/// @param identity name, digest and seed; the digest covers everything that can change a result, so
///   not the energy section, nor what people state of the dataset
/// @param statement what people state of the dataset
public record Recipe(
        Path file,
        String text,
        Path base,
        Run.Identity identity,
        DataConfig data,
        Statement statement,
        TokenConfig token,
        TrainConfig train,
        EvalConfig eval,
        EnergyConfig energy) {

    private record Sections(
            String name,
            long seed,
            DataConfig data,
            TokenConfig token,
            TrainConfig train,
            EvalConfig eval) {}

    /// The recipe in a file.
    ///
    /// @throws eu.socle.core.Refusal usage, naming file, line and the nearest valid name
    public static Recipe read(Path file) {
        return parse(file, YamlFile.text(file));
    }

    /// A recipe whose text was sent from another machine.
    ///
    /// @throws eu.socle.core.Refusal as [#read(Path)]
    static Recipe parse(Path file, String text) {
        Settings settings = YamlFile.parse(file.toString(), text);
        String name = settings.text("name");
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw settings.wrong(
                    "name",
                    "a short name of lower-case letters, digits, dots and hyphens, not \""
                            + name
                            + "\"");
        }
        long seed = settings.integer("seed", 1);
        DataConfig data = DataConfig.from(settings.section("data"));
        Statement statement = Statement.from(settings.section("data").section("description"));
        TokenConfig token = TokenConfig.from(settings.section("token"));
        TrainConfig train = TrainConfig.from(settings.section("train"));
        EvalConfig eval = EvalConfig.from(settings.section("eval"));
        EnergyConfig energy = EnergyConfig.from(settings.section("energy"));
        settings.refuseOthers();
        Digest digest = Json.digest(new Sections(name, seed, data, token, train, eval));
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path base = folder == null ? Path.of("").toAbsolutePath() : folder;
        return new Recipe(
                file,
                text,
                base,
                new Run.Identity(name, digest, seed),
                data,
                statement,
                token,
                train,
                eval,
                energy);
    }
}
