package eu.socle.data.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding documents by id, by address, and through the doubles that were dropped.
final class DatasetIndexTest {

    @TempDir Path folder;

    @BeforeEach
    void build() throws IOException {
        try (DatasetIndex.Builder builder = new DatasetIndex.Builder(folder)) {
            for (int row = 0; row < 1000; row++) {
                builder.kept("page-" + row, "https://example.eu/" + row % 500, row);
            }
            builder.dropped("copy", "https://mirror.example/7", "page-7");
            builder.finish(List.of(0L, 300L, 300L, 900L, 1000L));
        }
    }

    @Test
    void findsADocumentByItsIdAndAllOfAnAddress() throws IOException {
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            assertThat(index.byId("page-0")).containsExactly(new DatasetIndex.Place(0, 0, 0));
            assertThat(index.byId("page-299")).containsExactly(new DatasetIndex.Place(0, 299, 299));
            assertThat(index.byId("page-300")).containsExactly(new DatasetIndex.Place(2, 0, 300));
            assertThat(index.byId("page-999")).containsExactly(new DatasetIndex.Place(3, 99, 999));
            assertThat(index.byId("page-1000")).isEmpty();
            assertThat(index.byUrl("http://EXAMPLE.eu/3#top"))
                    .containsExactly(
                            new DatasetIndex.Place(0, 3, 3), new DatasetIndex.Place(2, 203, 503));
        }
    }

    @Test
    void aDroppedDoubleLeadsToTheDocumentThatWasKept() throws IOException {
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            assertThat(index.byId("copy")).containsExactly(new DatasetIndex.Place(0, 7, 7));
            assertThat(index.byUrl("https://mirror.example/7/"))
                    .containsExactly(new DatasetIndex.Place(0, 7, 7));
        }
    }

    @Test
    void anErasedDocumentLeavesAHoleAndEveryOtherKeepsItsNumber() throws IOException {
        Digest first = Digest.of("first");
        Digest second = Digest.of("second");
        erase(first, 7, 301);
        erase(first, 7, 301); // again, as after an interruption
        erase(second, 5, 8, 302);
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            assertThat(index.byId("page-7")).isEmpty();
            assertThat(index.byId("copy")).isEmpty();
            assertThat(index.byUrl("https://example.eu/7"))
                    .containsExactly(new DatasetIndex.Place(2, 205, 507));
            assertThat(index.byId("page-9")).containsExactly(new DatasetIndex.Place(0, 6, 9));
            assertThat(index.byId("page-4")).containsExactly(new DatasetIndex.Place(0, 4, 4));
            assertThat(index.byId("page-303")).containsExactly(new DatasetIndex.Place(2, 1, 303));
            assertThat(index.rowAt(303, first)).isEqualTo(303);
            assertThat(index.rowAt(303, second)).isEqualTo(301);
            assertThat(index.rowAt(303, Digest.of("now"))).isEqualTo(298);
            for (int number = 0; number < 1000; number++) {
                for (DatasetIndex.Place place : index.byId("page-" + number)) {
                    assertThat(index.placeOf(place.part(), place.row())).isEqualTo(place);
                }
            }
        }
    }

    private void erase(Digest superseded, long... numbers) throws IOException {
        Set<Long> all = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (long number : numbers) {
            all.add(number);
            ids.add("page-" + number);
        }
        DatasetIndex.erase(folder, superseded, all, ids);
    }

    @Test
    void refusesAFolderWithoutIndex() {
        assertThatThrownBy(() -> DatasetIndex.open(folder.resolve("none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("holds no index");
    }
}
