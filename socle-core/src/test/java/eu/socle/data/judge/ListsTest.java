package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.judge.text.BareWords;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.web.Addresses;
import eu.socle.data.judge.web.BadWords;
import eu.socle.data.judge.web.ListFile;
import eu.socle.data.judge.web.Statistics;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The judges whose lists the user gives, and the plain statistics.
final class ListsTest {

    private static final Scan SCAN = new Scan(new Characters());

    private static Addresses addresses(List<String> suffixes) {
        return new Addresses(
                new Addresses.Lists(
                        ListFile.of(List.of("bad.example", "one.good.example", "Shop.co.uk")),
                        ListFile.of(List.of("https://good.example/page?x=1")),
                        ListFile.of(List.of("casino")),
                        ListFile.of(List.of("win", "cash")),
                        ListFile.of(List.of("free-money")),
                        ListFile.of(suffixes)));
    }

    private static String address(String url, String... suffixes) {
        Chain chain = new Chain(SCAN, new BareWords(), List.of(addresses(List.of(suffixes))));
        Annotations a = chain.annotate("text", "en", url, new Scratch());
        return Policy.of("lists", 1, Addresses.rules()).decide(a) instanceof Decision.Drop drop
                ? drop.reason()
                : "keep";
    }

    @Test
    void addresses_are_dropped_with_the_reason_of_the_list_that_names_them() {
        assertThat(address("https://www.bad.example/")).isEqualTo("domain");
        assertThat(address("HTTP://user@BAD.example.:8080/x")).isEqualTo("domain");
        assertThat(address("https://notbad.example/")).isEqualTo("keep");
        assertThat(address("https://good.example/page?x=1")).isEqualTo("url");
        assertThat(address("https://good.example/page?x=2")).isEqualTo("keep");
        assertThat(address("https://good.example/Casino-night")).isEqualTo("hard_blacklisted");
        assertThat(address("https://good.example/casinos")).isEqualTo("keep");
        assertThat(address("https://good.example/win")).isEqualTo("keep");
        assertThat(address("https://good.example/win-cash")).isEqualTo("soft_blacklisted");
        assertThat(address("https://good.example/win/win")).isEqualTo("keep");
        assertThat(address("https://good.example/thefree_moneypage"))
                .isEqualTo("blacklisted_subword");
        assertThat(address("")).isEqualTo("keep");
    }

    @Test
    void public_suffixes_tell_the_registered_domain_from_a_host() {
        assertThat(address("https://a.shop.co.uk/", "uk", "co.uk")).isEqualTo("domain");
        assertThat(address("https://one.good.example/", "example")).isEqualTo("subdomain");
        assertThat(address("https://two.one.good.example/", "example")).isEqualTo("keep");
        assertThat(address("https://x.bad.example/", "*.example", "!bad.example"))
                .isEqualTo("domain");
    }

    private static long badWords(String language, String text) {
        BadWords judge =
                new BadWords(
                        SCAN.characters(),
                        new TreeMap<>(
                                Map.of(
                                        "en",
                                                ListFile.of(
                                                        List.of("darn", "dar", "rn it", "darn it")),
                                        "el", ListFile.of(List.of("κακός")),
                                        "ja", ListFile.of(List.of("馬鹿")))));
        Chain chain = new Chain(SCAN, new BareWords(), List.of(judge));
        Annotations a = chain.annotate(text, language, "", new Scratch());
        int place = a.schema().place(BadWords.COUNT).orElseThrow();
        return a.has(place) ? a.count(place) : -1;
    }

    @Test
    void bad_words_are_whole_words_of_the_language() {
        assertThat(badWords("en", "Darn!")).isEqualTo(1);
        assertThat(badWords("en", "darned barn_darn darn2")).isZero();
        assertThat(badWords("en", "DARN IT, dar")).as("darn, darn it, dar").isEqualTo(3);
        assertThat(badWords("el", "ΚΑΚΟΣ κακός")).as("accents differ").isEqualTo(1);
        assertThat(badWords("ja", "あの馬鹿者")).isEqualTo(1);
        assertThat(badWords("fr", "darn")).as("no list, no figure").isEqualTo(-1);
    }

    @Test
    void statistics_count_what_is_there() {
        Chain chain = new Chain(SCAN, new BareWords(), List.of(new Statistics(SCAN.characters())));
        Annotations a = chain.annotate("Ab 12, Ab.\n\n𝄞 cd", "en", "", new Scratch());
        String written =
                String.join(
                        " ",
                        a.schema().annotations().stream()
                                .map(x -> a.written(a.schema().place(x.name()).orElseThrow()))
                                .toList());
        assertThat(written).isEqualTo("en 16 6 2 2 2 5 2 7.0 10 2 3 1.5");
    }
}
