package eu.socle.data.rights.licence;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights.Licence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpdxTest {

    @ParameterizedTest
    @CsvSource({
        "cc-by-4.0, CC-BY-4.0",
        "https://creativecommons.org/licenses/by/4.0/, CC-BY-4.0",
        "http://www.creativecommons.org/licenses/by-sa/3.0/fr/legalcode, CC-BY-SA-3.0",
        "//creativecommons.org/licenses/by-nc-nd/2.5, CC-BY-NC-ND-2.5",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.fr, CC0-1.0",
        "https://creativecommons.org/publicdomain/mark/1.0/, CC-PDM-1.0",
        "https://www.apache.org/licenses/LICENSE-2.0.html, Apache-2.0",
        "https://spdx.org/licenses/EUPL-1.2.html, EUPL-1.2",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/, etalab-2.0",
        "ETALAB-2.0, etalab-2.0"
    })
    void readsIdentifiersAndAddresses(String words, String spdx) {
        assertThat(Spdx.licence(words)).isEqualTo(new Licence.Known(spdx, words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "free to use",
                "CC BY",
                "Creative Commons Attribution Kaasavara 4.0",
                "MIT OR Something",
                "MIT AND (Apache-2.0",
                "all rights reserved",
                "https://example.org/creativecommons.org/licenses/by/4.0/",
                "https://creativecommons.org/licenses/",
                "https://creativecommons.org/licenses/by/9.9/",
                "http://[bad",
                "https:opaque"
            })
    void guessesNothing(String words) {
        assertThat(Spdx.licence(words)).isInstanceOf(Licence.Unknown.class);
    }
}
