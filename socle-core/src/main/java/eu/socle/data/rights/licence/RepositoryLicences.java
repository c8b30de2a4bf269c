package eu.socle.data.rights.licence;

import eu.socle.core.Refusal;
import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The licence of the files of a repository: that of the nearest folder above with a LICENSE file.
/// Several such files in one folder may mean a choice or a list of parts, so they are unknown.
/// Folders are looked at once; threads may ask at the same time.
public final class RepositoryLicences {

    private static final long LARGEST = 1 << 20;

    private final Path root;
    private final LicenceText texts;
    private final ConcurrentHashMap<Path, Optional<Licence>> byFolder = new ConcurrentHashMap<>();

    /// @param root the topmost folder that is looked at
    public RepositoryLicences(Path root, LicenceText texts) {
        this.root = root.toAbsolutePath().normalize();
        this.texts = texts;
    }

    /// The licence that governs a file; empty when no folder up to the root has a LICENSE file.
    ///
    /// @throws Refusal if a folder cannot be read
    public Optional<Licence> of(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        while (folder != null && folder.startsWith(root)) {
            Optional<Licence> here = byFolder.get(folder);
            if (here == null) {
                here = inFolder(folder);
                byFolder.put(folder, here);
            }
            if (here.isPresent()) {
                return here;
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    private Optional<Licence> inFolder(Path folder) {
        List<Path> files = new ArrayList<>();
        try (var inside = Files.list(folder)) {
            inside.filter(RepositoryLicences::isLicence).sorted().forEach(files::add);
            if (files.isEmpty()) {
                return Optional.empty();
            }
            if (files.size() > 1) {
                List<String> names =
                        files.stream().map(f -> root.relativize(f).toString()).toList();
                return Optional.of(
                        new Licence.Unknown("several licence files: " + String.join(", ", names)));
            }
            Path file = files.getFirst();
            String name = root.relativize(file).toString();
            if (Files.size(file) > LARGEST) {
                return Optional.of(new Licence.Unknown(name + " is longer than any licence text"));
            }
            return Optional.of(
                    texts.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), name));
        } catch (IOException e) {
            throw Refusal.failure(
                    folder + " cannot be searched for a licence: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isLicence(Path file) {
        Path name = file.getFileName();
        return name != null
                && FileLicence.isLicenceFile(name.toString())
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
