package eu.socle.data.rights.licence;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.rights.licence.PageLicence.Scope;
import org.jsoup.Jsoup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Declarations in other words and places than those of the corpora.
class PageLicencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>Dieser Text ist lizenziert unter Creative Commons Namensnennung - Nicht kommerziell - Keine Bearbeitungen 4.0 International.</p> | CC-BY-NC-ND-4.0",
                "<p>Este obra está bajo una licencia de Creative Commons Reconocimiento-CompartirIgual 4.0 Internacional.</p> | CC-BY-SA-4.0",
                "<p>Este trabalho está licenciado sob uma Licença Creative Commons Atribuição-NãoComercial 4.0 Internacional.</p> | CC-BY-NC-4.0",
                "<p>Dit werk valt onder een Creative Commons Naamsvermelding-GeenAfgeleideWerken 3.0 licentie.</p> | CC-BY-ND-3.0",
                "<p>Except where otherwise noted, content on this site is licensed under a Creative Commons Attribution 4.0 International license.</p> | CC-BY-4.0",
                "<p>Licensed under <a href='https://creativecommons.org/licenses/by-nc/2.0/fr/'>this licence</a>.</p> | CC-BY-NC-2.0",
                "<div property='dct:license' resource='https://creativecommons.org/publicdomain/mark/1.0/'></div> | CC-PDM-1.0",
                "<meta name='DC.rights' content='https://creativecommons.org/licenses/by/4.0/'> | CC-BY-4.0",
                "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\",\"license\":{\"@id\":\"http://creativecommons.org/licenses/by/2.5/\"}}]}</script> | CC-BY-2.5",
                "<footer>Text: <a href='https://creativecommons.org/publicdomain/zero/1.0/deed.de'>CC0</a></footer> | CC0-1.0"
            })
    void declarationsAreRead(String html, String spdx) {
        PageLicence found = PageLicences.of(Jsoup.parse(html));
        assertThat(found.scope()).as("%s", found).isEqualTo(Scope.PAGE);
        assertThat(found.spdx()).containsExactly(spdx);
        assertThat(found.evidence()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>Photo by A., licensed under <a href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a></p> | FRAGMENT",
                "<script type='application/ld+json'>{\"@type\":\"Article\",\"image\":{\"@type\":\"ImageObject\",\"license\":\"https://creativecommons.org/licenses/by/4.0/\"}}</script> | FRAGMENT",
                "<div class='wp-caption'>x <a rel=license href='https://creativecommons.org/licenses/by/4.0/'>CC</a></div> | FRAGMENT",
                "<p>This page is not licensed under CC BY 4.0.</p> | MENTION",
                "<p>In this guide we compare CC BY 4.0 with others.</p> | MENTION",
                "<p>Licensed under Creative Commons Attribution Kaasavara 4.0.</p> | NONE",
                "<p>© All rights reserved</p> | NONE",
                "<script type='application/ld+json'>{\"license\": </script> | UNKNOWN",
                "<meta name='dcterms.license' content='ask us'> | NONE",
                "<a rel=license href=https://creativecommons.org/licenses/by/4.0/>x</a><meta name=dc.license content=CC-BY-NC-4.0> | AMBIGUOUS"
            })
    void nothingElseIsADeclarationForThePage(String html, Scope scope) {
        PageLicence found = PageLicences.of(Jsoup.parse(html));
        assertThat(found.scope()).as("%s", found).isEqualTo(scope);
        assertThat(found.licence().label()).isEqualTo("unknown");
        assertThat(found.because()).isNotEmpty();
    }
}
