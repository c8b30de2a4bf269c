package eu.socle.data.rights.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import eu.socle.core.Digest;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Metadata inside files that nobody vouches for.
class EmbeddedTest {

    private static List<OptOut> read(String xml) {
        return new TdmRep().embedded("pdf-xmp", xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void attributesOfXmpCountAsElementsDo() {
        String xml =
                "<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                        + "<r:Description xmlns:t='http://www.w3.org/ns/tdmrep/' t:reservation='1' t:policy='https://a.eu/p'/></r:RDF></x:xmpmeta><?xpacket end='w'?>";
        assertThat(TdmRep.outcome(read(xml)))
                .isEqualTo(new TdmRep.Outcome(Value.DISALLOW, "https://a.eu/p", "tdmrep-pdf-xmp"));
        assertThat(read(xml)).allMatch(s -> s.digest().equals(Digest.of(xml).hex()));
    }

    @Test
    void entitiesAndTypesAreRefused() {
        String file =
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a xmlns:t='http://www.w3.org/ns/tdmrep/'><t:reservation>&x;</t:reservation></a>";
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY b0 'xxxxxxxxxx'>");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY b")
                    .append(i)
                    .append(" '")
                    .append(("&b" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        bomb.append("]><a>&b11;</a>");
        for (String xml : List.of(file, bomb.toString())) {
            assertTimeout(
                    Duration.ofSeconds(2),
                    () -> {
                        List<OptOut> signals = read(xml);
                        assertThat(signals).hasSize(1);
                        assertThat(signals.getFirst().value()).isEqualTo(Value.UNKNOWN);
                        assertThat(signals.getFirst().because()).contains("document type");
                    });
        }
    }

    @Test
    void damageIsUnknownAndWhatWasReadBeforeItCounts() {
        assertThat(read("<a>").getFirst().because()).contains("not well-formed");
        assertThat(read("").getFirst().value()).isEqualTo(Value.UNKNOWN);
        assertThat(read("<a>".repeat(100_000)).getFirst().because()).contains("deeper");
        String cut = "<a xmlns:t='http://www.w3.org/ns/tdmrep/'><t:reservation>1</t:reservation>";
        assertThat(TdmRep.outcome(read(cut)).value()).isEqualTo(Value.DISALLOW);
        assertThat(read(" ".repeat(5 << 20)).getFirst().because()).contains("more than");
    }

    @Test
    void anyBytesAreReadWithoutFailing() {
        Random random = new Random(9);
        String[] pieces = {
            "<a>",
            "</a>",
            "<meta name='tdm:reservation' content='1'/>",
            "&",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?x ?>",
            "é",
            "\0",
            "<!DOCTYPE a>",
            "xmlns='u'"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder xml = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                xml.append(pieces[random.nextInt(pieces.length)]);
            }
            TdmRep.outcome(read(xml.toString()));
            RslFile.parse(xml.toString().getBytes(StandardCharsets.UTF_8))
                    .verdict("https://a.eu/", "");
        }
    }
}
