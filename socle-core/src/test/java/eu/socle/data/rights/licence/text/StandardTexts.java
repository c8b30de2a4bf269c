package eu.socle.data.rights.licence.text;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The licence texts of the SPDX list.
public final class StandardTexts {

    private StandardTexts() {}

    /// The text of a licence as the list gives it.
    public static String of(String id) {
        try {
            return TextTables.json(id + ".json").get("licenseText").stringValue();
        } catch (IOException e) {
            throw new UncheckedIOException(id, e);
        }
    }
}
