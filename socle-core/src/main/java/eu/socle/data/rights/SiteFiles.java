package eu.socle.data.rights;

import eu.socle.core.Refusal;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.protocol.Protocol;
import eu.socle.data.rights.protocol.Protocols;
import eu.socle.data.rights.protocol.RobotsExclusion;
import eu.socle.data.rights.protocol.Rsl;
import eu.socle.data.rights.protocol.RslFile;
import eu.socle.data.rights.protocol.SiteRobots;
import eu.socle.data.rights.protocol.TdmFile;
import eu.socle.data.rights.robots.CanonicalPath;
import eu.socle.data.rights.robots.RobotsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// What sites say of their pages, by host and day: robots files, TDMRep files and RSL terms, from
/// the records of a crawl or from a folder of snapshots.
///
/// Files are parsed when first asked for and kept while they fit in a bound; threads may ask at the
/// same time. A site of which nothing is known gives no signal, which is no permission.
public final class SiteFiles {

    /// Bytes of site files held in memory, as they were fetched.
    private static final long MOST_BYTES = 512L << 20;

    /// Bytes of site files held parsed; a parsed file takes a few times its size.
    private static final long MOST_PARSED = 64L << 20;

    /// Which day's files count.
    public enum AsOf {
        /// Those in force when the page was fetched.
        FETCH,
        /// The newest, whenever the page was fetched.
        LATEST,
        /// Both, the stricter one deciding.
        BOTH
    }

    /// A file on a day, its bytes in memory or on a disk.
    private static final class Snapshot {
        private final SiteFile.Kind kind;
        private final String address;
        private final String date;
        private final int status;
        private final Supplier<byte[]> body;

        Snapshot(
                SiteFile.Kind kind,
                String address,
                String date,
                int status,
                Supplier<byte[]> body) {
            this.kind = kind;
            this.address = address;
            this.date = date;
            this.status = status;
            this.body = body;
        }

        String date() {
            return date;
        }

        boolean hasBody() {
            return status >= 200 && status < 300;
        }
    }

    private final Agents agents;
    private final Map<String, EnumMap<SiteFile.Kind, List<Snapshot>>> byHost = new HashMap<>();
    private final LinkedHashMap<Snapshot, Object> parsed = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Snapshot, Integer> parsedSize = new HashMap<>();
    private long parsedBytes;

    private SiteFiles(Agents agents) {
        this.agents = agents;
    }

    /// Files that were read, for example from WARC records. Of several of one day the last counts.
    ///
    /// @throws Refusal if they are more than memory should hold
    public static SiteFiles of(Collection<SiteFile> files, Agents agents) {
        SiteFiles all = new SiteFiles(agents);
        long bytes = 0;
        for (SiteFile file : files) {
            bytes += file.body().length;
            if (bytes > MOST_BYTES) {
                throw Refusal.failure(
                        "The site files of the sources have more than "
                                + (MOST_BYTES >> 20)
                                + " MiB; put them in a folder of snapshots instead (host/day/robots.txt).");
            }
            byte[] body = file.body();
            all.add(
                    file.host(),
                    new Snapshot(
                            file.kind(),
                            file.address(),
                            day(file.date()),
                            file.status(),
                            () -> body));
        }
        all.sort();
        return all;
    }

    /// A folder of snapshots: `host/day/robots.txt`, `host/day/tdmrep.json`, `host/day/rsl.xml`,
    /// the day as 2026-01-31. A file named like one of them with `.status` behind holds the HTTP
    /// status of an answer without body (0: no answer). Other files are refused, so that none is
    /// missed.
    ///
    /// @throws Refusal for a folder that cannot be read or is laid out otherwise
    public static SiteFiles ofFolder(Path folder, Agents agents) {
        SiteFiles all = new SiteFiles(agents);
        for (Path host : children(folder)) {
            for (Path day : children(host)) {
                String date = name(day);
                if (!date.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                    throw Refusal.usage(
                            day + " is no day; snapshots lie in host/2026-01-31/robots.txt.");
                }
                for (Path file : children(day)) {
                    all.add(name(host), snapshot(file, date, name(host)));
                }
            }
        }
        all.sort();
        return all;
    }

    private static Snapshot snapshot(Path file, String date, String host) {
        String name = name(file);
        boolean status = name.endsWith(".status");
        String plain = status ? name.substring(0, name.length() - ".status".length()) : name;
        SiteFile.Kind kind =
                switch (plain) {
                    case "robots.txt" -> SiteFile.Kind.ROBOTS;
                    case "tdmrep.json" -> SiteFile.Kind.TDMREP;
                    case "rsl.xml" -> SiteFile.Kind.RSL;
                    default ->
                            throw Refusal.usage(
                                    file
                                            + " is no site file; robots.txt, tdmrep.json and rsl.xml are, with or without .status.");
                };
        int code = status ? status(file) : 200;
        return new Snapshot(kind, "https://" + host + "/" + plain, date, code, () -> bytes(file));
    }

    private static int status(Path file) {
        String text = new String(bytes(file), java.nio.charset.StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9]{1,3}")) {
            throw Refusal.usage(file + " must hold an HTTP status, or 0 for no answer.");
        }
        return Integer.parseInt(text);
    }

    private void add(String host, Snapshot snapshot) {
        byHost.computeIfAbsent(host, h -> new EnumMap<>(SiteFile.Kind.class))
                .computeIfAbsent(snapshot.kind, k -> new ArrayList<>(1))
                .add(snapshot);
    }

    private void sort() {
        byHost.values()
                .forEach(kinds ->
                        kinds.values()
                                .forEach(list ->
                                        list.sort(java.util.Comparator.comparing(Snapshot::date))));
    }

    /// True when any file of the host of this address is known.
    public boolean knows(String url) {
        return byHost.containsKey(SiteFile.host(url));
    }

    /// What the site says of one of its pages.
    ///
    /// @param url of the page
    /// @param fetched day or instant (ISO 8601) the page was fetched; empty: unknown, the newest
    ///   files count
    public List<OptOut> verdicts(String url, String fetched, AsOf asOf) {
        Map<SiteFile.Kind, List<Snapshot>> files = byHost.get(SiteFile.host(url));
        if (files == null) {
            return List.of();
        }
        byte[] path = CanonicalPath.of(url);
        String day = day(fetched);
        Set<OptOut> signals = new LinkedHashSet<>();
        for (Map.Entry<SiteFile.Kind, List<Snapshot>> entry : files.entrySet()) {
            for (Snapshot snapshot : chosen(entry.getValue(), day, asOf)) {
                List<OptOut> found =
                        switch (entry.getKey()) {
                            case ROBOTS -> robots(snapshot, url, path);
                            case TDMREP -> tdmrep(snapshot, url, path);
                            case RSL -> List.of(); // read where something points to it
                        };
                boolean late =
                        asOf != AsOf.LATEST
                                && !day.isEmpty()
                                && snapshot.date().compareTo(day) > 0
                                && first(entry.getValue(), day);
                found.forEach(signal -> signals.add(late ? weakened(signal, day) : signal));
            }
        }
        List<OptOut> all = new ArrayList<>(signals);
        for (OptOut signal : signals) {
            all.addAll(terms(signal, url, day, asOf));
        }
        return all;
    }

    /// What terms a signal points to say of the page; nothing when they are not known here. Call it
    /// for the pointers that the page itself carries.
    public List<OptOut> terms(OptOut pointer, String url, String fetched, AsOf asOf) {
        String target = Rsl.target(pointer);
        if (target.isEmpty()) {
            return List.of();
        }
        String host = target.contains("://") ? SiteFile.host(target) : SiteFile.host(url);
        List<Snapshot> known =
                byHost.getOrDefault(host, new EnumMap<>(SiteFile.Kind.class))
                        .getOrDefault(SiteFile.Kind.RSL, List.of());
        List<Snapshot> same = known.stream().filter(s -> sameFile(s.address, target)).toList();
        byte[] path = CanonicalPath.of(url);
        List<OptOut> signals = new ArrayList<>();
        for (Snapshot snapshot : chosen(same, day(fetched), asOf)) {
            if (snapshot.hasBody()) {
                RslFile file = parsed(snapshot, RslFile::parse, RslFile::size, RslFile.class);
                signals.addAll(file.verdict(url, path, snapshot.date()));
            }
        }
        return signals;
    }

    private static boolean sameFile(String address, String target) {
        String path =
                new String(CanonicalPath.of(target), java.nio.charset.StandardCharsets.US_ASCII);
        return new String(CanonicalPath.of(address), java.nio.charset.StandardCharsets.US_ASCII)
                .equals(path);
    }

    private List<OptOut> robots(Snapshot snapshot, String url, byte[] path) {
        if (!snapshot.hasBody()) {
            return List.of(new RobotsExclusion().answer(snapshot.status, url, snapshot.date()));
        }
        SiteRobots robots =
                parsed(
                        snapshot,
                        bytes -> new SiteRobots(RobotsFile.parse(bytes), snapshot.date(), agents),
                        r -> r.file().size(),
                        SiteRobots.class);
        List<OptOut> signals = new ArrayList<>(2);
        for (Protocol protocol : Protocols.ALL) {
            signals.addAll(protocol.robots(robots, url, path));
        }
        return signals;
    }

    private List<OptOut> tdmrep(Snapshot snapshot, String url, byte[] path) {
        if (snapshot.hasBody()) {
            return parsed(snapshot, TdmFile::parse, TdmFile::size, TdmFile.class)
                    .verdict(url, path, snapshot.date());
        }
        if (snapshot.status / 100 == 4) {
            return List.of(); // the protocol is not in use
        }
        String words = snapshot.status == 0 ? "no answer" : "HTTP status " + snapshot.status;
        return List.of(
                new OptOut(
                        "tdmrep-file",
                        "CG report, 2025-12-07",
                        url,
                        Value.UNKNOWN,
                        "the file could not be fetched",
                        words,
                        0,
                        "",
                        snapshot.date()));
    }

    /// The snapshots that count, of a list in order of days. On the day of the fetch: the last of
    /// that day or before, else the first after it.
    private static List<Snapshot> chosen(List<Snapshot> all, String day, AsOf asOf) {
        if (all.isEmpty()) {
            return List.of();
        }
        Snapshot latest = all.getLast();
        if (asOf == AsOf.LATEST || day.isEmpty()) {
            return List.of(latest);
        }
        Snapshot then = all.getFirst();
        for (Snapshot snapshot : all) {
            if (snapshot.date().compareTo(day) <= 0) {
                then = snapshot;
            }
        }
        return asOf == AsOf.FETCH || then == latest ? List.of(then) : List.of(then, latest);
    }

    /// True when no snapshot is of this day or before.
    private static boolean first(List<Snapshot> all, String day) {
        return all.getFirst().date().compareTo(day) > 0;
    }

    /// A permission of a later day does not hold for an earlier fetch; a reservation is heeded.
    private static OptOut weakened(OptOut signal, String day) {
        boolean crawl = signal.protocol().equals(new RobotsExclusion().family());
        if (crawl || signal.value() != Value.ALLOW) {
            return signal;
        }
        return new OptOut(
                signal.protocol(),
                signal.version(),
                signal.subject(),
                Value.UNKNOWN,
                "the file is of a later day than the fetch of " + day,
                signal.evidence(),
                signal.at(),
                signal.digest(),
                signal.date());
    }

    private <T> T parsed(
            Snapshot snapshot,
            Function<byte[], T> parse,
            Function<T, Integer> size,
            Class<T> type) {
        synchronized (parsed) {
            Object known = parsed.get(snapshot);
            if (known != null) {
                return type.cast(known);
            }
        }
        T fresh = parse.apply(snapshot.body.get()); // two threads may both do it once
        synchronized (parsed) {
            if (parsed.putIfAbsent(snapshot, fresh) == null) {
                int room = size.apply(fresh) + 1000; // what objects take beside the bytes
                parsedSize.put(snapshot, room);
                parsedBytes += room;
                forgetOldest(snapshot);
            }
        }
        return fresh;
    }

    private void forgetOldest(Snapshot butNot) {
        var oldest = parsed.entrySet().iterator();
        while (parsedBytes > MOST_PARSED && oldest.hasNext()) {
            Snapshot snapshot = oldest.next().getKey();
            if (snapshot != butNot) {
                oldest.remove();
                Integer size = parsedSize.remove(snapshot);
                parsedBytes -= size == null ? 0 : size;
            }
        }
    }

    /// Bytes that parsed files take, about.
    long parsedBytes() {
        synchronized (parsed) {
            return parsedBytes;
        }
    }

    /// The day of an ISO date or instant; empty when it is none.
    private static String day(String date) {
        boolean iso = date.length() >= 10 && date.charAt(4) == '-' && date.charAt(7) == '-';
        return iso ? date.substring(0, 10) : "";
    }

    private static List<Path> children(Path folder) {
        try (var inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw Refusal.usage(
                    folder
                            + " cannot be read as a folder of snapshots (host/day/robots.txt): "
                            + e.getMessage()
                            + ".");
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > 64L << 20) {
                throw Refusal.failure(file + " has " + size + " bytes, which is no site file.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
