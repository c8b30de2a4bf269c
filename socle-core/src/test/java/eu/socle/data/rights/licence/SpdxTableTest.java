package eu.socle.data.rights.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The table in the resources is what the SPDX licence list says.
class SpdxTableTest {

    @Test
    void identifiersAreThoseOfTheList() throws IOException {
        assertThat(SpdxList.resource("spdx-licences.tsv")).isEqualTo(LicenceTables.identifiers());
    }
}
