package eu.socle.data.personal;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.personal.text.Chars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names identifiers by a keyed hash (HMAC-SHA-256, RFC 2104), so that the documents in which they
/// were masked can be found again by whoever holds the key, and by nobody else.
///
/// An identifier has the same hash however it is grouped, and a phone number with or without its
/// country's code.
public final class IdentifierKey {

    private static final int LEAST_BYTES = 16; // 128 bits cannot be tried out
    private static final String PURPOSE = "socle identifier index 1\0";

    private final SecretKeySpec key;
    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();

    private IdentifierKey(byte[] secret) {
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /// A key of these bytes.
    ///
    /// @param name of the file, for the refusal
    /// @throws Refusal usage, if they are too few
    public static IdentifierKey of(byte[] secret, String name) {
        if (secret.length < LEAST_BYTES) {
            throw Refusal.usage(
                    "the key "
                            + name
                            + " has "
                            + secret.length
                            + " bytes, too few to keep identifiers secret; make one of 32 random bytes.");
        }
        return new IdentifierKey(secret);
    }

    /// The key in a file.
    ///
    /// @throws Refusal usage, if it cannot be read or is too short
    public static IdentifierKey read(Path file) {
        try {
            return of(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw Refusal.usage(
                    "the key file "
                            + file
                            + " cannot be read; correct data.personal.identifier-index.");
        }
    }

    /// By which another file is known to hold the same key; it says nothing about the key.
    public Digest check() {
        return new Digest(HexFormat.of().formatHex(mac("check")));
    }

    /// The hashes under which something that was found can be asked for.
    ///
    /// @param country that the finder names; empty without one
    public List<Long> found(PersonalType type, String country, String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(form(value));
        if (type == PersonalType.PHONE_NUMBER) {
            addPhones(forms, country, value);
        }
        return hashes(forms);
    }

    /// The hashes to look for when somebody names an identifier.
    public List<Long> asked(String identifier) {
        Set<String> forms = new LinkedHashSet<>();
        String form = form(identifier);
        forms.add(form);
        if (form.startsWith("00")) {
            forms.add(form.substring(2)); // a phone number dialled from abroad
        }
        return hashes(forms);
    }

    /// With the country's code, and as it is dialled inside the country.
    private void addPhones(Set<String> forms, String country, String value) {
        try {
            PhoneNumber number = phones.parse(plain(value), country.isEmpty() ? "ZZ" : country);
            forms.add(form(phones.format(number, PhoneNumberFormat.E164)));
            forms.add(form(phones.format(number, PhoneNumberFormat.NATIONAL)));
        } catch (NumberParseException e) {
            return; // found by its word alone: it is asked for as it is written
        }
    }

    private List<Long> hashes(Set<String> forms) {
        List<Long> hashes = new ArrayList<>();
        for (String form : forms) {
            hashes.add(ByteBuffer.wrap(mac(form)).getLong());
        }
        return hashes;
    }

    private byte[] mac(String form) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal((PURPOSE + form).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String plain(String value) {
        StringBuilder plain = new StringBuilder(value);
        for (int i = 0; i < plain.length(); i++) {
            plain.setCharAt(i, Chars.plain(plain.charAt(i)));
        }
        return Normalizer.normalize(plain, Normalizer.Form.NFKC);
    }

    /// Letters and digits in small letters; of addresses with `@`, `:` or three dots every
    /// character counts.
    private static String form(String value) {
        String plain = plain(value).strip().toLowerCase(Locale.ROOT);
        boolean dotted = plain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        if (plain.indexOf('@') >= 0 || plain.indexOf("::") >= 0 || dotted) {
            return plain;
        }
        StringBuilder form = new StringBuilder();
        plain.codePoints().filter(Character::isLetterOrDigit).forEach(form::appendCodePoint);
        return form.toString();
    }
}
