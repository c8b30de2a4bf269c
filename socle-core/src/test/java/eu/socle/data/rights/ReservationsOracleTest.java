package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.read.PageSignals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Signals that a page or the headers of its answer carry; those of whole sites (robots.txt,
/// tdmrep.json) are not read yet.
class ReservationsOracleTest {

    private static Stream<JsonNode> cases(String file) throws IOException {
        Path path = Shared.folder("corpora/rights").resolve(file);
        List<JsonNode> cases = new ArrayList<>();
        Json.parse(Files.readString(path), file).forEach(cases::add);
        return cases.stream();
    }

    @TestFactory
    Stream<DynamicTest> readsContentUsage() throws IOException {
        return cases("aipref-vocabulary.json")
                .filter(c -> c.get("input").has("value"))
                .map(c ->
                        DynamicTest.dynamicTest(
                                "\"" + c.get("input").get("value").stringValue() + "\"",
                                () -> {
                                    Optional<OptOut> signal =
                                            Reservations.contentUsage(
                                                    "test",
                                                    c.get("input").get("value").stringValue());
                                    String word =
                                            signal.map(s -> s.reserved() ? "disallowed" : "allowed")
                                                    .orElse("unknown");
                                    assertThat(word)
                                            .isEqualTo(
                                                    c.get("expected")
                                                            .get("train-ai")
                                                            .stringValue());
                                }));
    }

    @TestFactory
    Stream<DynamicTest> readsHeadersAndMetaElements() throws IOException {
        return Stream.concat(cases("other-signals.json"), cases("tdmrep.json"))
                .filter(c -> absent(c, "robots_txt") && absent(c, "tdmrep_json"))
                .map(c -> DynamicTest.dynamicTest(c.get("id").stringValue(), () -> check(c)));
    }

    private static void check(JsonNode c) {
        List<OptOut> signals = new ArrayList<>();
        JsonNode headers = c.get("input").get("http_headers");
        if (headers != null && headers.isObject()) {
            for (String name : headers.propertyNames()) {
                signals.addAll(Reservations.header(name, headers.get(name).stringValue()));
            }
        }
        JsonNode head = c.get("input").get("html_head");
        if (head != null && head.isString()) {
            signals.addAll(PageSignals.inHead(head.stringValue()));
        }
        boolean reserved = signals.stream().anyMatch(OptOut::reserved);
        JsonNode expected = c.get("expected");
        boolean wanted =
                expected.isString()
                        ? expected.stringValue().equals("reserved")
                        : expected.get("reservation").isNumber()
                                && expected.get("reservation").intValue() == 1;
        assertThat(reserved).as("%s -> %s", c.get("input"), signals).isEqualTo(wanted);
    }

    private static boolean absent(JsonNode c, String name) {
        JsonNode value = c.get("input").get(name);
        return value == null || value.isNull();
    }
}
