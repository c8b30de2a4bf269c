package eu.socle.data.rights.licence.repository;

import eu.socle.core.Digest;
import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.text.LicenceText;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The bytes of a file that speaks of licences, as text.
///
/// @param text null when it cannot be read, with the reason in `broken`
/// @param mark bytes before the text that name its encoding
record LicenceFile(
        String name,
        Digest sha256,
        @Nullable String text,
        Charset charset,
        int mark,
        String broken) {

    static LicenceFile read(String name, RepositoryLicences.Bytes opened) {
        byte[] bytes;
        try {
            bytes = opened.of(name);
        } catch (IOException e) {
            return unreadable(name, Digest.of(""), name + " cannot be read");
        }
        Digest digest = Digest.of(bytes);
        if (bytes.length > RepositoryLicences.LARGEST) {
            return unreadable(name, digest, name + " is longer than any licence text");
        }
        Charset charset = StandardCharsets.UTF_8;
        int mark = begins(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
        if (begins(bytes, 0xff, 0xfe)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (begins(bytes, 0xfe, 0xff)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        String text = new String(bytes, mark, bytes.length - mark, charset);
        if (text.indexOf('\ufffd') >= 0) { // no UTF: older files are Latin, one byte a letter
            charset = StandardCharsets.ISO_8859_1;
            mark = 0;
            text = new String(bytes, charset);
        }
        return new LicenceFile(name, digest, text, charset, mark, "");
    }

    private static LicenceFile unreadable(String name, Digest digest, String because) {
        return new LicenceFile(name, digest, null, StandardCharsets.UTF_8, 0, because);
    }

    private static boolean begins(byte[] bytes, int... signs) {
        for (int i = 0; i < signs.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != signs[i]) {
                return false;
            }
        }
        return true;
    }

    /// The licence whose text it is.
    FolderLicence licence(LicenceText texts) {
        if (text == null) {
            return FolderLicence.closest(name, sha256, "", broken);
        }
        LicenceText.Reading reading = texts.reading(text, name);
        String place =
                " (bytes "
                        + offset(text, reading.from())
                        + " to "
                        + offset(text, reading.to())
                        + ", sha256 "
                        + sha256
                        + ")";
        return switch (reading.licence()) {
            case Licence.Known licence ->
                    FolderLicence.closest(name, sha256, licence.spdx(), licence.evidence() + place);
            case Licence.Unknown licence ->
                    new FolderLicence(
                            name,
                            sha256,
                            "",
                            licence.because() + place,
                            FolderLicence.Rank.CLOSEST,
                            reading.nearly());
        };
    }

    private int offset(String of, int characters) {
        return mark + of.substring(0, characters).getBytes(charset).length;
    }
}
