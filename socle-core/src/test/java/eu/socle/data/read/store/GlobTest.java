package eu.socle.data.read.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "'**', a/b/c.md, true",
        "'*.md', README.md, true",
        "'*.md', docs/a.md, false",
        "'**/*.md', README.md, true",
        "'**/*.md', docs/x/a.md, true",
        "'docs/**/*.md', docs/a.md, true",
        "'docs/**/*.md', docs/x/y/a.md, true",
        "'docs/**', docsx/a.md, false",
        "'a?.txt', a1.txt, true",
        "'a?.txt', a/.txt, false",
        "'*.{html,md}', x.md, true",
        "'*.{html,md}', x.txt, false",
        "'a.b', aXb, false",
        "'{', {, true"
    })
    void matchesAsItsDescriptionSays(String glob, String path, boolean expected) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
    }
}
