package eu.socle.data.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Seed;
import eu.socle.data.policy.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceTest {

    private static final Schema NOTHING_MEASURED = new Schema(List.of());
    private static final String LONG = "x".repeat(20_000);

    @TempDir Path folder;

    /// A unit whose notes are pages of random texts, and some records without a page.
    ///
    /// @return what a reader finds in it
    private List<String> unit(int number, int notes) throws IOException {
        List<String> found = new ArrayList<>();
        Seed draws = new Seed(7).of("unit " + number);
        try (UnitWriter out = new UnitWriter(new UnitFiles(folder, number))) {
            for (int i = 0; i < notes; i++) {
                NoteBytes bytes = new NoteBytes();
                String id = number + "-" + i;
                if (draws.below(5, 2L * i) == 0) {
                    bytes.add(new Note.NoPage(id, "web", "empty", LONG, false));
                    found.add(id);
                } else {
                    byte[] text =
                            ("text of " + id + "é".repeat((int) draws.below(50_000, 2L * i + 1)))
                                    .getBytes(StandardCharsets.UTF_8);
                    bytes.add(page(id, text.length), text);
                    found.add(id + new String(text, StandardCharsets.UTF_8).hashCode());
                }
                out.append(bytes);
            }
            out.publish();
        }
        return found;
    }

    private static Note.Page page(String id, int bytes) {
        Rights rights = new Rights("web", LONG, "", new Licence.Unknown("not stated"), List.of());
        return new Note.Page(id, rights, new TreeMap<>(), bytes, bytes, null, null);
    }

    private static String found(Note note, UnitReader reader) throws IOException {
        return note instanceof Note.Page ? note.id() + reader.lastText().hashCode() : note.id();
    }

    private List<String> read(Piece piece) throws IOException {
        List<String> found = new ArrayList<>();
        UnitFiles files = new UnitFiles(folder, piece.unit());
        try (UnitReader reader = new UnitReader(files, NOTHING_MEASURED, piece)) {
            for (Note note = reader.next(); note != null; note = reader.next()) {
                found.add(found(note, reader));
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 2000})
    void thePiecesOfUnitsHoldEachOfTheirNotesOnceAndInOrder(int notes) throws IOException {
        List<String> all = new ArrayList<>(unit(0, notes));
        all.addAll(unit(1, notes / 2));
        List<Piece> pieces = Piece.cut(folder, 2);
        List<String> found = new ArrayList<>();
        for (Piece piece : pieces) {
            found.addAll(read(piece));
        }
        assertThat(found).isEqualTo(all);
        assertThat(pieces).hasSizeGreaterThan(notes == 2000 ? 8 : 1);
        assertThat(Piece.read(folder)).isEqualTo(pieces);
    }

    @Test
    void aPageIsFoundByItsPlace() throws IOException {
        unit(0, 1000);
        Piece piece = Piece.cut(folder, 1).get(1);
        UnitFiles files = new UnitFiles(folder, 0);
        List<Long> places = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (UnitReader reader = new UnitReader(files, NOTHING_MEASURED, piece)) {
            long at = reader.position();
            for (Note note = reader.next(); note != null; note = reader.next()) {
                if (note instanceof Note.Page && ids.size() % 3 == 0) {
                    places.add(at);
                    ids.add(note.id());
                } else if (note instanceof Note.Page) {
                    ids.add("");
                    places.add(-1L);
                }
                at = reader.position();
            }
        }
        try (UnitReader reader = new UnitReader(files, NOTHING_MEASURED, piece)) {
            for (int i = 0; i < ids.size(); i++) {
                if (places.get(i) >= 0) {
                    assertThat(reader.page(places.get(i)).id()).isEqualTo(ids.get(i));
                }
            }
        }
        assertThat(ids).hasSizeGreaterThan(50);
    }

    @Test
    void notesOfAnEarlierVersionAreOnePiece() throws IOException {
        List<String> all = unit(0, 1000);
        Path notes = new UnitFiles(folder, 0).notes();
        byte[] bytes = Files.readAllBytes(notes);
        int end = (int) UnitReader.marks(new UnitFiles(folder, 0)).end();
        Files.write(notes, Arrays.copyOf(bytes, end + 1));
        List<Piece> pieces = Piece.cut(folder, 1);
        assertThat(pieces).containsExactly(new Piece(0, 0, end, 0));
        assertThat(read(pieces.getFirst())).isEqualTo(all);
    }

    @Test
    void aUnitThatEndsTooEarlyIsRefused() throws IOException {
        unit(0, 40);
        Path notes = new UnitFiles(folder, 0).notes();
        byte[] bytes = Files.readAllBytes(notes);
        for (int length : new int[] {0, 1, 5, 30_000, bytes.length - 20_000}) {
            Files.write(notes, Arrays.copyOf(bytes, length));
            Files.deleteIfExists(folder.resolve("pieces.json"));
            assertThatThrownBy(
                            () -> {
                                for (Piece piece : Piece.cut(folder, 1)) {
                                    read(piece);
                                }
                            })
                    .as("first %d bytes", length)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("damaged");
        }
    }
}
