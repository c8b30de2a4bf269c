package eu.socle.data.rights.licence;

import eu.socle.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Makes the table of identifiers from the SPDX licence list that the SPDX Java library carries.
/// The test [SpdxTableTest] checks that the table in the resources is this.
final class LicenceTables {

    private static final String LIST = "/resources/stdlicenses/";

    private LicenceTables() {}

    /// Writes the table into the folder named by the first argument.
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]).resolve("spdx-licences.tsv"), identifiers());
    }

    private static JsonNode json(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        LicenceTables.class.getResourceAsStream(LIST + name), name)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        }
    }

    /// One line for each identifier: itself, `deprecated` or `-`, addresses that name it alone.
    static String identifiers() throws IOException {
        JsonNode list = json("licenses.json");
        Map<String, TreeSet<String>> byAddress = new TreeMap<>();
        Map<String, Boolean> deprecated = new TreeMap<>();
        for (JsonNode licence : list.get("licenses")) {
            String id = licence.get("licenseId").stringValue();
            deprecated.put(id, licence.get("isDeprecatedLicenseId").booleanValue());
            for (JsonNode address : licence.get("seeAlso")) {
                String plain = LicenceAddress.of(address.stringValue());
                if (!deprecated.get(id)
                        && !plain.isEmpty()
                        && !plain.startsWith("creativecommons.org/")) {
                    byAddress.computeIfAbsent(plain, a -> new TreeSet<>()).add(id);
                }
            }
        }
        Map<String, List<String>> addresses = new TreeMap<>();
        byAddress.forEach((address, ids) -> {
            if (ids.size() == 1 && address.length() < 90 && address.indexOf('/') > 0) {
                addresses.computeIfAbsent(ids.first(), i -> new ArrayList<>()).add(address);
            }
        });
        StringBuilder out =
                new StringBuilder("# SPDX licence list ")
                        .append(list.get("licenseListVersion").stringValue())
                        .append(
                                " (https://spdx.org/licenses, CC0-1.0): identifier, state, addresses that name it alone\n");
        deprecated.forEach((id, old) ->
                out.append(id)
                        .append('\t')
                        .append(old ? "deprecated" : "-")
                        .append('\t')
                        .append(String.join(" ", addresses.getOrDefault(id, List.of())))
                        .append('\n'));
        for (JsonNode exception : json("exceptions.json").get("exceptions")) {
            out.append(exception.get("licenseExceptionId").stringValue()).append("\texception\t\n");
        }
        return out.toString();
    }
}
