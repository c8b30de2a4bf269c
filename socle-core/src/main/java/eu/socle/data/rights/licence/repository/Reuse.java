package eu.socle.data.rights.licence.repository;

import eu.socle.core.Digest;
import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.Spdx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a repository says in the manner of the REUSE specification 3.3: a file `NAME.license`
/// beside a file speaks for it, REUSE.toml for the paths it lists below its folder.
///
/// `override` in the outermost REUSE.toml goes before everything; then `NAME.license`; then a
/// file's own head; then the innermost REUSE.toml; what is `aggregate` holds beside any of these.
/// The older `.reuse/dep5` is not read: names that begin with a dot are no part of a source.
final class Reuse {

    private static final String TOML = "REUSE.toml";
    private static final String SIDECAR = ".license";

    private record Read(Digest sha256, @Nullable ReuseToml toml, String broken) {}

    private record Beside(Digest sha256, Licence licence) {}

    private final Map<String, Read> tomls = new HashMap<>(); // by folder with `/` at its end
    private final Map<String, Beside> sidecars = new HashMap<>(); // by the file they speak for

    /// Whether a file is one of these.
    static boolean isReuseFile(String name) {
        return name.equals(TOML) || name.endsWith("/" + TOML) || name.endsWith(SIDECAR);
    }

    /// Takes one of these files in.
    ///
    /// @param text null when it cannot be read as text
    void add(String name, Digest sha256, @Nullable String text) {
        if (name.endsWith(SIDECAR)) {
            String speaksFor = name.substring(0, name.length() - SIDECAR.length());
            Licence licence =
                    text == null
                            ? new Licence.Unknown(name + " cannot be read")
                            : sidecar(name, text);
            sidecars.put(speaksFor, new Beside(sha256, licence));
            return;
        }
        String folder = name.substring(0, name.length() - TOML.length());
        if (text == null) {
            tomls.put(folder, new Read(sha256, null, name + " cannot be read"));
            return;
        }
        try {
            tomls.put(folder, new Read(sha256, ReuseToml.read(text), ""));
        } catch (ReuseToml.Unreadable e) {
            tomls.put(folder, new Read(sha256, null, name + ", " + e.getMessage()));
        }
    }

    private static Licence sidecar(String name, String text) {
        return switch (FileLicence.inHead(text).orElse(null)) {
            case null -> new Licence.Unknown(name + " states no licence");
            case Licence.Known known ->
                    new Licence.Known(known.spdx(), name + ", " + known.evidence());
            case Licence.Unknown unknown -> new Licence.Unknown(name + ", " + unknown.because());
        };
    }

    /// What these files say of one; empty when they are silent.
    ///
    /// @param name relative to the root, with `/`
    Optional<FolderLicence> of(String name) {
        FolderLicence closest = null;
        FolderLicence beside = null;
        for (int end = 0; end >= 0; end = next(name, end)) {
            String folder = name.substring(0, end);
            FolderLicence said = said(folder, name);
            if (said == null) {
                continue;
            }
            switch (said.rank()) {
                case OVERRIDE -> {
                    return Optional.of(joined(said, beside, FolderLicence.Rank.OVERRIDE));
                }
                case AGGREGATE ->
                        beside = beside == null ? said : joined(beside, said, said.rank());
                case CLOSEST -> closest = said;
            }
        }
        Beside sidecar = sidecars.get(name);
        if (sidecar != null) {
            FolderLicence own = of(name + SIDECAR, sidecar.sha256(), sidecar.licence());
            return Optional.of(joined(own, beside, FolderLicence.Rank.OVERRIDE));
        }
        if (closest == null) {
            return Optional.ofNullable(beside);
        }
        return Optional.of(beside == null ? closest : joined(closest, beside, beside.rank()));
    }

    /// Behind the next `/`; 0 is the root, -1 the end.
    private static int next(String name, int end) {
        int slash = name.indexOf('/', end);
        return slash < 0 ? -1 : slash + 1;
    }

    /// What the REUSE.toml of a folder says; null without.
    private @Nullable FolderLicence said(String folder, String name) {
        Read read = tomls.get(folder);
        if (read == null) {
            return null;
        }
        if (read.toml() == null) { // what it holds may be an override
            return new FolderLicence(
                    folder + TOML,
                    read.sha256(),
                    "",
                    read.broken(),
                    FolderLicence.Rank.OVERRIDE,
                    List.of());
        }
        ReuseToml.Annotation annotation = read.toml().of(name.substring(folder.length()));
        if (annotation == null || annotation.licences().isEmpty()) {
            return null;
        }
        String place = folder + TOML + ", line " + annotation.line();
        Licence licence = null;
        for (String words : annotation.licences()) {
            Licence one =
                    switch (Spdx.licence(words)) {
                        case Licence.Known known ->
                                new Licence.Known(known.spdx(), place + ": " + words);
                        case Licence.Unknown unknown ->
                                new Licence.Unknown(place + ": " + unknown.because());
                    };
            licence = licence == null ? one : FolderLicence.both(licence, one);
        }
        FolderLicence said = of(folder + TOML, read.sha256(), Objects.requireNonNull(licence));
        return new FolderLicence(
                said.file(),
                said.sha256(),
                said.spdx(),
                said.words(),
                annotation.rank(),
                List.of());
    }

    private static FolderLicence of(String file, Digest sha256, Licence licence) {
        return switch (licence) {
            case Licence.Known known ->
                    FolderLicence.closest(file, sha256, known.spdx(), known.evidence());
            case Licence.Unknown unknown ->
                    FolderLicence.closest(file, sha256, "", unknown.because());
        };
    }

    private static FolderLicence joined(
            FolderLicence one, @Nullable FolderLicence other, FolderLicence.Rank rank) {
        FolderLicence all = one;
        if (other != null) {
            Digest digest = Digest.of(one.sha256() + "" + other.sha256());
            all =
                    of(
                            one.file() + ", " + other.file(),
                            digest,
                            FolderLicence.both(one.stated(), other.stated()));
        }
        return new FolderLicence(
                all.file(), all.sha256(), all.spdx(), all.words(), rank, List.of());
    }
}
