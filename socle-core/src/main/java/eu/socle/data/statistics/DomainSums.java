package eu.socle.data.statistics;

import eu.socle.core.dataset.Statistics.Sums;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.PriorityQueue;

/// Sums by domain in files sorted by name, added up by merging: exact, in a memory that does not
/// grow with the number of domains.
final class DomainSums {

    private static final int BUFFER = 1 << 13;
    private static final int OPEN_FILES = 256; // merged at once

    private DomainSums() {}

    /// Takes domains in order of their names.
    interface Taker {
        void take(String domain, Sums sums) throws IOException;
    }

    static void write(Path file, NavigableMap<String, Sums> domains) throws IOException {
        try (Out out = new Out(file)) {
            for (var domain : domains.entrySet()) {
                out.take(domain.getKey(), domain.getValue());
            }
        }
    }

    private static final class Out implements Taker, AutoCloseable {
        private final DataOutputStream out;

        Out(Path file) throws IOException {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        @Override
        public void take(String domain, Sums sums) throws IOException {
            byte[] name = domain.getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
            out.writeLong(sums.documentsIn());
            out.writeLong(sums.documentsKept());
            out.writeLong(sums.charactersIn());
            out.writeLong(sums.charactersKept());
            out.writeLong(sums.bytesKept());
            out.writeLong(sums.wordsKept());
        }

        @Override
        public void close() throws IOException {
            out.writeInt(-1);
            out.close();
        }
    }

    /// A sorted file while it is read.
    private static final class In implements AutoCloseable {
        private final DataInputStream in;
        private String domain = "";
        private Sums sums = Sums.NONE;

        In(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        boolean next() throws IOException {
            int length = in.readInt();
            if (length < 0) {
                return false;
            }
            domain = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            sums =
                    new Sums(
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong());
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Adds files up.
    ///
    /// @param folder for temporary files, which are gone afterwards
    /// @throws IOException if one cannot be read or written
    static void merge(List<Path> files, Path folder, Taker taker) throws IOException {
        List<Path> level = files;
        List<Path> temporary = new ArrayList<>();
        while (level.size() > OPEN_FILES) {
            List<Path> next = new ArrayList<>();
            for (int from = 0; from < level.size(); from += OPEN_FILES) {
                Path merged = folder.resolve("domains." + temporary.size() + ".tmp");
                temporary.add(merged);
                next.add(merged);
                try (Out out = new Out(merged)) {
                    once(level.subList(from, Math.min(level.size(), from + OPEN_FILES)), out);
                }
            }
            level = next;
        }
        once(level, taker);
        for (Path file : temporary) {
            Files.delete(file);
        }
    }

    private static void once(List<Path> files, Taker taker) throws IOException {
        List<In> open = new ArrayList<>();
        try {
            PriorityQueue<In> next = new PriorityQueue<>((a, b) -> a.domain.compareTo(b.domain));
            for (Path file : files) {
                In in = new In(file);
                open.add(in);
                if (in.next()) {
                    next.add(in);
                }
            }
            while (!next.isEmpty()) {
                String domain = next.element().domain;
                Sums sums = Sums.NONE;
                while (!next.isEmpty() && next.element().domain.equals(domain)) {
                    In in = next.remove();
                    sums = sums.plus(in.sums);
                    if (in.next()) {
                        next.add(in);
                    }
                }
                taker.take(domain, sums);
            }
        } finally {
            for (In in : open) {
                in.close();
            }
        }
    }
}
