package eu.socle.data.judge;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Settings;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.names.PersonNames;
import eu.socle.data.personal.replace.Replacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The personal section of a recipe: what is looked for in kept documents, and what is put there.
///
/// @param find how sure a match must be
/// @param replacement what is put in its place
/// @param key file whose bytes seed invented values; empty for placeholders
/// @param names file of given and family names; empty: names are not looked for
/// @param plates whether licence plates are looked for
/// @param index file whose bytes are the key under which masked identifiers are found again; empty:
///   they are not
public record PersonalSettings(
        Find find, Put replacement, String key, String names, boolean plates, String index) {

    /// How sure a match must be.
    public enum Find {
        /// Everything that passes its check where it is at home.
        STANDARD,
        /// Addresses of the own machine and dotted small numbers too.
        THOROUGH,
        /// A bare number with a single check digit needs a word nearby.
        CAREFUL,
        /// Nothing is looked for.
        NOTHING
    }

    /// What is put in the place of a match.
    public enum Put {
        PLACEHOLDER,
        SYNTHETIC
    }

    /// What a recipe without the section means.
    public static final PersonalSettings STANDARD =
            new PersonalSettings(Find.STANDARD, Put.PLACEHOLDER, "", "", false, "");

    /// Reads the section: `find` (`standard`, `thorough`, `careful`, `nothing`), `replacement`
    /// (`placeholder`, `synthetic`), `key`, `names`, `plates`, `identifier-index`.
    ///
    /// @throws Refusal usage, for an unknown key or a value that cannot be meant
    public static PersonalSettings from(Settings s) {
        Find find =
                switch (s.text("find", "standard")) {
                    case "standard" -> Find.STANDARD;
                    case "thorough" -> Find.THOROUGH;
                    case "careful" -> Find.CAREFUL;
                    case "nothing" -> Find.NOTHING;
                    default -> throw s.wrong("find", "standard, thorough, careful or nothing");
                };
        Put put =
                switch (s.text("replacement", "placeholder")) {
                    case "placeholder" -> Put.PLACEHOLDER;
                    case "synthetic" -> Put.SYNTHETIC;
                    default -> throw s.wrong("replacement", "placeholder or synthetic");
                };
        String key = s.text("key", "");
        if (key.isEmpty() == (put == Put.SYNTHETIC)) {
            throw s.wrong(
                    "key", "a file of at least 16 secret bytes with synthetic, and left out else");
        }
        PersonalSettings settings =
                new PersonalSettings(
                        find,
                        put,
                        key,
                        s.text("names", ""),
                        s.flag("plates", false),
                        s.text("identifier-index", ""));
        s.refuseOthers();
        return settings;
    }

    Mask natural(Path base) {
        PersonalConfig config =
                switch (find) {
                    case THOROUGH -> PersonalConfig.thorough();
                    case CAREFUL -> PersonalConfig.careful();
                    case STANDARD, NOTHING -> PersonalConfig.standard();
                };
        if (!names.isEmpty()) {
            config = config.withNames(PersonNames.read(base.resolve(names)));
        }
        config = plates ? config.withPlates() : config;
        return mask(find == Find.NOTHING ? config.withTypes(Set.of()) : config, base);
    }

    /// Digits in program text are constants, not people's numbers.
    Mask program(Path base) {
        Set<PersonalType> types =
                find == Find.NOTHING ? Set.of() : Set.of(PersonalType.EMAIL_ADDRESS);
        return mask(PersonalConfig.standard().withTypes(types), base);
    }

    private Mask mask(PersonalConfig config, Path base) {
        Replacement put =
                switch (replacement) {
                    case PLACEHOLDER -> new Replacement.Placeholder();
                    case SYNTHETIC -> new Replacement.Synthetic(seed(base.resolve(key)));
                };
        return new Mask(PersonalData.of(config), put, key(base));
    }

    /// The key of the index, if there is one.
    ///
    /// @throws Refusal usage, if it cannot be read
    public Optional<IdentifierKey> key(Path base) {
        return index.isEmpty() || find == Find.NOTHING
                ? Optional.empty()
                : Optional.of(IdentifierKey.read(base.resolve(index)));
    }

    private static Seed seed(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < 16) {
                throw Refusal.usage(file + " must hold at least 16 secret bytes.");
            }
            return new Seed(ByteBuffer.wrap(eu.socle.core.Digest.sha256().digest(bytes)).getLong());
        } catch (IOException e) {
            throw Refusal.usage(
                    "the key file " + file + " cannot be read; correct data.personal.key.");
        }
    }
}
