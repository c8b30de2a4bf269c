package eu.socle.data.statistics;

import eu.socle.core.dataset.Statistics.Domains;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.data.judge.web.PublicSuffixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Sums of hosts added up by the domain that somebody registered, exactly: what memory does not
/// hold goes to sorted files, which are merged.
final class Registrable implements DomainSums.Taker, AutoCloseable {

    private static final int IN_MEMORY = 1 << 16; // domains, about 10 MB

    private final PublicSuffixes suffixes;
    private final Path folder;
    private final int most;
    private final TreeMap<String, Sums> held = new TreeMap<>();
    private final List<Path> files = new ArrayList<>();

    /// @param suffixes empty: nothing is counted
    /// @param folder for temporary files
    Registrable(PublicSuffixes suffixes, Path folder) {
        this(suffixes, folder, IN_MEMORY);
    }

    /// @param most domains that are held in memory
    Registrable(PublicSuffixes suffixes, Path folder, int most) {
        this.suffixes = suffixes;
        this.folder = folder;
        this.most = most;
    }

    /// A host that is a public suffix itself, or a number, counts by itself.
    @Override
    public void take(String host, Sums sums) throws IOException {
        if (suffixes.isEmpty()) {
            return;
        }
        held.merge(isNumber(host) ? host : suffixes.ofHost(host), sums, Sums::plus);
        if (held.size() > most) {
            spill();
        }
    }

    /// An address of version 4 or 6: labels of a name do not end in a digit alone.
    private static boolean isNumber(String host) {
        int dot = host.lastIndexOf('.');
        String last = host.substring(dot + 1);
        return host.startsWith("[")
                || (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private void spill() throws IOException {
        Path file = folder.resolve("registrable." + files.size() + ".tmp");
        files.add(file);
        DomainSums.write(file, held);
        held.clear();
    }

    /// All domains; nothing where there is no list.
    ///
    /// @throws IOException if a temporary file cannot be written or read
    Domains domains() throws IOException {
        Foremost foremost = new Foremost();
        if (files.isEmpty()) {
            held.forEach(foremost::take);
        } else {
            spill();
            DomainSums.merge(files, folder, foremost);
        }
        return foremost.domains();
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
