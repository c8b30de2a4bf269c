package eu.socle.data.dedup.contamination;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.dedup.DedupOracle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ContaminationTest {

    static Stream<JsonNode> files() {
        return DedupOracle.files("decontamination-ngrams").stream().map(DedupOracle::json);
    }

    private static List<Item> items(JsonNode scenario) {
        List<Item> items = new ArrayList<>();
        for (JsonNode item : scenario.get("items")) {
            JsonNode query = item.get("query");
            items.add(
                    new Item(
                            item.get("task").asString(),
                            query == null || query.isNull() ? "" : query.asString(),
                            item.get("label").asString()));
        }
        return items;
    }

    @ParameterizedTest
    @MethodSource("files")
    void contaminatedDocumentsAreThoseOfTheOracleInEverySetting(JsonNode file) {
        int ngram = file.get("n_grams").asInt();
        for (JsonNode scenario : file.get("scenarios")) {
            List<String> documents = DedupOracle.strings(scenario.get("documents"));
            for (JsonNode result : scenario.get("results")) {
                SharedNgrams.Rule rule =
                        new SharedNgrams.Rule(
                                ngram,
                                result.get("find_query_ngrams").asBoolean(),
                                result.get("find_overlap_ngrams").asBoolean());
                SharedNgrams shared = new SharedNgrams(rule, items(scenario));
                List<Integer> found = new ArrayList<>();
                for (int i = 0; i < documents.size(); i++) {
                    if (shared.find(documents.get(i)).isPresent()) {
                        found.add(i);
                    }
                }
                assertThat(found)
                        .as("%s", rule)
                        .isEqualTo(
                                result.get("contaminated")
                                        .valueStream()
                                        .map(JsonNode::asInt)
                                        .toList());
            }
        }
    }

    private static final List<Item> ITEMS =
            List.of(
                    new Item(
                            "geo",
                            "Quelle est la capitale de la République de Malte, et en quelle année y fut"
                                    + " fondée l'université qui porte le nom du pays ?",
                            "La Valette, et l'université fut fondée en 1592 par les jésuites."),
                    new Item(
                            "code",
                            "What does the second law of thermodynamics say about the entropy of an"
                                    + " isolated system that is left alone for a very long time?",
                            "It never decreases."),
                    new Item("zh", "水的沸点在标准大气压下是多少摄氏度？请选择一个正确的答案。", "一百摄氏度"),
                    new Item("short", "Who?", "He."));

    @Test
    void plantedItemsAreFoundInEveryLanguageAndInOtherTypography() {
        Overlap overlap = new Overlap(5, 0.8, ITEMS);
        for (Item item : ITEMS.subList(0, 3)) {
            String planted =
                    "Some page before, with words of its own and of nobody else. "
                            + item.query().toUpperCase(java.util.Locale.ROOT).replace(",", " —")
                            + "\n\n* "
                            + item.label()
                            + "\nAnd more text after the item, as pages have it.";
            assertThat(overlap.find(planted))
                    .hasValueSatisfying(found -> {
                        assertThat(found.item()).isEqualTo(item);
                        assertThat(found.score()).isGreaterThan(0.99);
                    });
        }
    }

    @Test
    void partsOfAnItemAndOtherTextsAreNotFlagged() {
        Overlap overlap = new Overlap(5, 0.8, ITEMS);
        assertThat(overlap.find("What does the second law of thermodynamics say? Nothing here."))
                .isEmpty();
        assertThat(overlap.find("Who? He. Who? He. And nobody else came to the door that day."))
                .isEmpty();
        assertThat(overlap.find("水的颜色在标准灯光下是多少？这里没有问题。")).isEmpty();
        assertThat(overlap.find("")).isEmpty();
        // the two halves of an item, far from each other, are no item
        String query = ITEMS.get(1).query();
        String filler =
                " entirely different words that nobody would mistake for anything".repeat(9);
        assertThat(
                        overlap.find(
                                query.substring(0, query.length() / 2)
                                        + filler
                                        + query.substring(query.length() / 2)))
                .isEmpty();
    }

    @Test
    void aQueryIsFoundWithoutItsLabelAndAWholeItemComesFirst() {
        List<Item> sameQuery =
                List.of(
                        new Item("a", ITEMS.get(1).query(), "It always grows without any bound."),
                        ITEMS.get(1));
        Overlap overlap = new Overlap(5, 0.8, sameQuery);
        String query = ITEMS.get(1).query();
        assertThat(overlap.find("before " + query + " A) this B) that C) it never decreases."))
                .hasValueSatisfying(found -> assertThat(found.score()).isGreaterThan(0.99));
        assertThat(overlap.find("before " + query + " It never decreases."))
                .hasValueSatisfying(found -> assertThat(found.item()).isEqualTo(sameQuery.get(1)));
        Overlap unasked = new Overlap(5, 0.8, List.of(new Item("b", "", query)));
        assertThat(unasked.find("before " + query + " after")).isPresent();
    }

    @Test
    void itemsOfFewerWordsThanAnNgramAreFound() {
        String words = "eight words that stand in no other text";
        for (int ngram = 2; ngram < 40; ngram++) {
            Overlap overlap = new Overlap(ngram, 0.8, List.of(new Item("a", words, "")));
            assertThat(overlap.find("before them " + words + " and after")).isPresent();
            assertThat(overlap.find("before them " + words.replace("no", "some"))).isEmpty();
        }
    }

    @Test
    void theNativeRuleFindsTheLongItemsOfTheOracleToo() {
        int items = 0;
        int found = 0;
        for (JsonNode scenario : DedupOracle.scenarios("decontamination-ngrams")) {
            List<Item> all = items(scenario);
            Overlap overlap = new Overlap(5, 0.8, all);
            for (Item item : all) {
                items++;
                String page = "x y z. " + item.query() + " " + item.label() + " a b c d e f.";
                found += overlap.find(page).filter(f -> f.item().equals(item)).isPresent() ? 1 : 0;
            }
        }
        assertThat(found).isEqualTo(items);
    }
}
