package eu.socle.data.judge.web;

import eu.socle.core.Digest;
import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Rule;
import eu.socle.data.policy.Rule.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the user's lists say of a document's address, in the kinds of list that datatrove's filter
/// has.
///
/// Words are compared in lower case, so that capital letters hide nothing. A document without an
/// address has none of these figures. The registered domain is read with a list of public suffixes
/// where one is given; else every parent of the host with at least two labels is looked up.
public final class Addresses implements Measure {

    public static final String DOMAIN = "url.listed_domain";
    public static final String HOST = "url.listed_host";
    public static final String ADDRESS = "url.listed_address";
    public static final String BANNED_WORDS = "url.banned_words";
    public static final String SOFT_WORDS = "url.soft_words";
    public static final String SUB_WORDS = "url.sub_words";

    private static final String STEP = "url";

    /// The user's lists.
    ///
    /// @param domains domains and hosts
    /// @param addresses whole addresses
    /// @param bannedWords one of these in the address is enough
    /// @param softWords two different ones are needed
    /// @param subWords anywhere in the address without its marks
    /// @param publicSuffixes rules in the format of publicsuffix.org
    public record Lists(
            ListFile domains,
            ListFile addresses,
            ListFile bannedWords,
            ListFile softWords,
            ListFile subWords,
            ListFile publicSuffixes) {

        Digest digest() {
            return Digest.of(
                    String.join(
                            "\n",
                            domains.digest().hex(),
                            addresses.digest().hex(),
                            bannedWords.digest().hex(),
                            softWords.digest().hex(),
                            subWords.digest().hex(),
                            publicSuffixes.digest().hex()));
        }
    }

    private final Lists lists;
    private final Set<String> domains;
    private final Set<String> addresses;
    private final Set<String> bannedWords;
    private final Set<String> softWords;
    private final Phrases subWords;
    private final PublicSuffixes suffixes;

    public Addresses(Lists lists) {
        this.lists = lists;
        domains = lower(lists.domains());
        addresses = Set.copyOf(new HashSet<>(lists.addresses().entries()));
        bannedWords = lists.bannedWords().plainWords();
        softWords = lists.softWords().plainWords();
        subWords = new Phrases(lists.subWords().plainWords());
        suffixes = new PublicSuffixes(lists.publicSuffixes());
    }

    private static Set<String> lower(ListFile list) {
        Set<String> lower = new HashSet<>();
        list.entries().forEach(entry -> lower.add(entry.toLowerCase(Locale.ROOT)));
        return Set.copyOf(lower);
    }

    /// Its rules, with datatrove's reasons.
    public static List<Rule> rules() {
        return List.of(
                above("domain", DOMAIN, 0),
                above("subdomain", HOST, 0),
                above("url", ADDRESS, 0),
                above("hard_blacklisted", BANNED_WORDS, 0),
                above("soft_blacklisted", SOFT_WORDS, 1),
                above("blacklisted_subword", SUB_WORDS, 0));
    }

    private static Rule above(String reason, String name, double limit) {
        return Rule.Limit.of(STEP, reason, new Amount.Value(name), Side.ABOVE, limit);
    }

    /// The user's list of public suffixes.
    public PublicSuffixes suffixes() {
        return suffixes;
    }

    @Override
    public String identity() {
        return "addresses 1 " + lists.digest();
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(
                Annotation.count(DOMAIN),
                Annotation.count(HOST),
                Annotation.count(ADDRESS),
                Annotation.count(BANNED_WORDS),
                Annotation.count(SOFT_WORDS),
                Annotation.count(SUB_WORDS));
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        String url = scratch.url();
        if (url.isEmpty()) {
            return;
        }
        String host = host(url);
        into.set(first, domainListed(host) ? 1L : 0L);
        into.set(first + 1, domains.contains(host) ? 1L : 0L);
        into.set(first + 2, addresses.contains(url) ? 1L : 0L);
        Set<String> words = new HashSet<>(List.of(url.split("[^a-zA-Z0-9]+", -1)));
        Set<String> lower = new HashSet<>();
        words.forEach(word -> lower.add(word.toLowerCase(Locale.ROOT)));
        into.set(first + 3, lower.stream().filter(bannedWords::contains).count());
        into.set(first + 4, lower.stream().filter(softWords::contains).count());
        long[] found = {0};
        char[] plain = plain(url).toCharArray();
        subWords.find(
                plain,
                plain.length,
                (from, to) -> {
                    found[0]++;
                    return true;
                });
        into.set(first + 5, found[0]);
    }

    private boolean domainListed(String host) {
        if (!suffixes.isEmpty()) {
            return domains.contains(suffixes.registrable(host));
        }
        for (String parent = host;
                parent.indexOf('.') > 0;
                parent = PublicSuffixes.afterFirstLabel(parent)) {
            if (domains.contains(parent)) {
                return true;
            }
        }
        return false;
    }

    /// The host of an address in lower case, without user, port and last dot.
    static String host(String url) {
        int scheme = url.indexOf("://");
        int from = scheme < 0 ? 0 : scheme + 3;
        int to = from;
        while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) {
            to++;
        }
        String authority = url.substring(from, to);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int port = authority.startsWith("[") ? -1 : authority.indexOf(':');
        String host = port < 0 ? authority : authority.substring(0, port);
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /// Letters a to z and digits alone, in lower case.
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
                plain.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                plain.append((char) (c + 32));
            }
        }
        return plain.toString();
    }
}
