package eu.socle.data.personal.contact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where a language is at home, and how many digits the phone numbers of a country have as they are
/// dialled inside it: a sieve before the numbering plan itself is asked.
public final class PhonePlan {
    private static final String HOMES =
            """
            bg BG
            ca ES
            cs CZ
            cy GB
            da DK
            de DE AT LU BE
            el GR CY
            en IE MT GB
            es ES
            et EE
            eu ES
            fi FI
            fr FR BE LU
            ga IE
            gl ES
            hr HR
            hu HU
            it IT
            lb LU
            lt LT
            lv LV
            mt MT
            nl NL BE
            pl PL
            pt PT
            ro RO
            sk SK
            sl SI
            sv SE FI
            """;

    /// Least and most digits, with the 0 or 06 dialled first.
    private static final String DIGITS =
            "AT4-14 BE9-10 BG7-10 CY8-8 CZ9-9 DE6-14 DK8-8 EE7-8 ES9-9 FI6-12 FR10-10 GB10-11 GR10-10"
                    + " HR8-10 HU8-11 IE8-10 IT6-12 LT9-9 LU5-11 LV8-8 MT8-8 NL9-11 PL9-9 PT9-9 RO10-10 SE7-11"
                    + " SI8-9 SK9-10";

    private final Map<String, List<String>> homes = new HashMap<>();
    private final Map<String, int[]> digits = new HashMap<>();

    public PhonePlan() {
        HOMES.lines()
                .forEach(line -> {
                    String[] words = line.split(" ", -1);
                    homes.put(words[0], List.of(words).subList(1, words.length));
                });
        for (String entry : DIGITS.split(" ", -1)) {
            int dash = entry.indexOf('-');
            int[] range = {
                Integer.parseInt(entry.substring(2, dash)),
                Integer.parseInt(entry.substring(dash + 1))
            };
            digits.put(entry.substring(0, 2), range);
        }
    }

    /// The countries where a language is official and common, the likeliest first; empty if
    /// unknown.
    public List<String> homes(String language) {
        return homes.getOrDefault(language, List.of());
    }

    boolean fits(String country, int length) {
        int[] range = digits.get(country);
        return range != null && length >= range[0] && length <= range[1];
    }
}
