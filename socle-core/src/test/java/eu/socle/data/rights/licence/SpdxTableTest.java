package eu.socle.data.rights.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The tables in the resources are what the SPDX licence list says.
class SpdxTableTest {

    @Test
    void identifiersAreThoseOfTheList() throws IOException {
        assertThat(SpdxList.resource("spdx-licences.tsv")).isEqualTo(LicenceTables.identifiers());
    }

    @Test
    void digestsAreThoseOfTheTexts() throws IOException {
        assertThat(SpdxList.resource("licence-texts.tsv")).isEqualTo(LicenceTables.texts());
    }
}
