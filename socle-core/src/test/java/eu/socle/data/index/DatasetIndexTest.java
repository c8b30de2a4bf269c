package eu.socle.data.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
            assertThat(index.byId("page-0")).containsExactly(new DatasetIndex.Place(0, 0));
            assertThat(index.byId("page-299")).containsExactly(new DatasetIndex.Place(0, 299));
            assertThat(index.byId("page-300")).containsExactly(new DatasetIndex.Place(2, 0));
            assertThat(index.byId("page-999")).containsExactly(new DatasetIndex.Place(3, 99));
            assertThat(index.byId("page-1000")).isEmpty();
            assertThat(index.byUrl("http://EXAMPLE.eu/3#top"))
                    .containsExactly(new DatasetIndex.Place(0, 3), new DatasetIndex.Place(2, 203));
        }
    }

    @Test
    void aDroppedDoubleLeadsToTheDocumentThatWasKept() throws IOException {
        try (DatasetIndex index = DatasetIndex.open(folder)) {
            assertThat(index.byId("copy")).containsExactly(new DatasetIndex.Place(0, 7));
            assertThat(index.byUrl("https://mirror.example/7/"))
                    .containsExactly(new DatasetIndex.Place(0, 7));
        }
    }

    @Test
    void refusesAFolderWithoutIndex() {
        assertThatThrownBy(() -> DatasetIndex.open(folder.resolve("none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("holds no index");
    }
}
