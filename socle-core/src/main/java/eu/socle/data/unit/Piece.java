package eu.socle.data.unit;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Some notes of a unit that follow each other: what one task looks at once all units are read. A
/// file that cannot be cut is one unit and many pieces. Where pieces begin depends on what was read
/// alone.
///
/// @param unit whose notes they are
/// @param notes place of the first note in the unit's notes
/// @param end of the last note
/// @param text place of the first text in the unit's texts
public record Piece(int unit, long notes, long end, long text) {

    private static final String FILE = "pieces.json";

    /// Where a piece may begin.
    public record Mark(long notes, long text) {}

    /// Cuts the units, once all of them are read.
    ///
    /// @throws IOException if a unit cannot be read
    public static List<Piece> cut(Path folder, int units) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            List<Piece> pieces = new ArrayList<>();
            for (int unit = 0; unit < units; unit++) {
                add(new UnitFiles(folder, unit), pieces);
            }
            AtomicFile.write(file, Json.canonical(pieces));
        }
        return read(folder);
    }

    private static void add(UnitFiles files, List<Piece> pieces) throws IOException {
        UnitReader.Marks marks = UnitReader.marks(files);
        Mark before = new Mark(0, 0);
        for (Mark mark : marks.all()) {
            pieces.add(new Piece(files.number(), before.notes(), mark.notes(), before.text()));
            before = mark;
        }
        pieces.add(new Piece(files.number(), before.notes(), marks.end(), before.text()));
    }

    /// The pieces that the driver cut.
    public static List<Piece> read(Path folder) {
        return Arrays.asList(Json.read(folder.resolve(FILE), Piece[].class));
    }
}
