package eu.socle.data.rights;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Settings;
import eu.socle.data.rights.SiteFiles.AsOf;
import eu.socle.data.rights.licence.LicenceClass;
import eu.socle.data.rights.licence.LicencePolicy;
import eu.socle.data.rights.protocol.Agents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which rights suffice. Everything that is not decided by a protocol is decided here, in the open:
/// the names we answer to, the day that counts, and what becomes of a document about which nothing
/// is known. The same signals and the same policy give the same decision in any year.
///
/// @param agents product tokens that speak to us
/// @param asOf which day's site files count
/// @param unknown what becomes of a document with a signal that cannot be read
/// @param noSignal what becomes of a document without any signal; its licence decides afterwards
/// @param contracts sources for which a contract or a licence on record overrides reservations
/// @param licences which licences are allowed
public record RightsPolicy(
        Agents agents,
        AsOf asOf,
        Without unknown,
        Without noSignal,
        List<String> contracts,
        LicencePolicy licences) {

    /// Version of the rules by which a policy decides; changes whenever the same signals and the
    /// same policy could give another decision.
    public static final int VERSION = 1;

    /// What becomes of a document where no permission and no reservation can be read.
    public enum Without {
        KEEP,
        DROP
    }

    /// A signal that cannot be read drops; no signal at all leaves the licence to decide.
    public static final RightsPolicy DEFAULT =
            new RightsPolicy(
                    Agents.DEFAULT,
                    AsOf.BOTH,
                    Without.DROP,
                    Without.KEEP,
                    List.of(),
                    LicencePolicy.DEFAULT);

    public RightsPolicy {
        contracts = List.copyOf(contracts);
    }

    /// Reads the section `rights` of a recipe: `agents`, `agents-by-analogy`, `site-files`
    /// (`fetch`, `latest`, `both`), `unknown` and `no-signal` (`keep`, `drop`), `contracts` (names
    /// of sources), `licence-classes`, `share-alike` (`true`, `false`).
    ///
    /// @param ids SPDX identifiers that the recipe allows by name; when there are any, classes
    ///   count only where `licence-classes` names them
    /// @throws eu.socle.core.Refusal usage, for an unknown key or a value that cannot be meant
    public static RightsPolicy from(Settings s, List<String> ids) {
        RightsPolicy d = DEFAULT;
        List<String> own = s.texts("agents", d.agents.own());
        if (own.isEmpty()) {
            throw s.wrong("agents", "a list of at least one product token, for example [socle]");
        }
        Agents agents = new Agents(own, s.texts("agents-by-analogy", d.agents.analogous()));
        RightsPolicy policy =
                new RightsPolicy(
                        agents,
                        oneOf(s, "site-files", AsOf.values(), d.asOf),
                        oneOf(s, "unknown", Without.values(), d.unknown),
                        oneOf(s, "no-signal", Without.values(), d.noSignal),
                        s.texts("contracts", List.of()),
                        licences(s, ids));
        s.refuseOthers();
        return policy;
    }

    /// The same, allowing only these SPDX identifiers.
    public RightsPolicy withLicences(List<String> ids) {
        return new RightsPolicy(
                agents, asOf, unknown, noSignal, contracts, LicencePolicy.ofIds(ids));
    }

    private static LicencePolicy licences(Settings s, List<String> ids) {
        Set<LicenceClass> classes = new TreeSet<>();
        if (s.has("licence-classes")) {
            for (String word : s.texts("licence-classes", List.of())) {
                classes.add(licenceClass(s, word));
            }
        } else if (ids.isEmpty()) {
            classes.addAll(LicencePolicy.DEFAULT.classes());
        }
        LicencePolicy policy = new LicencePolicy(classes, Set.copyOf(ids));
        return s.flag("share-alike", false) ? policy.withShareAlike() : policy;
    }

    private static LicenceClass licenceClass(Settings s, String word) {
        List<String> words = new ArrayList<>();
        for (LicenceClass kind : LicenceClass.values()) {
            if (kind == LicenceClass.OTHER) {
                continue;
            }
            if (kind.word().equals(word)) {
                return kind;
            }
            words.add(kind.word());
        }
        throw s.wrong(
                "licence-classes",
                "a list of " + String.join(", ", words) + ", not \"" + word + "\"");
    }

    private static <E extends Enum<E>> E oneOf(Settings s, String key, E[] values, E otherwise) {
        String word = s.text(key, otherwise.name().toLowerCase(Locale.ROOT));
        List<String> words = new ArrayList<>();
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
                return value;
            }
            words.add(value.name().toLowerCase(Locale.ROOT));
        }
        throw s.wrong(key, "one of " + String.join(", ", words) + ", not \"" + word + "\"");
    }

    /// Identifies the policy beside each decision.
    public Digest digest() {
        return Json.digest(this);
    }

    /// The same as a fact for the ledger.
    public Fact fact() {
        return new Fact.RightsPolicyApplied(
                VERSION,
                digest(),
                agents.own(),
                agents.analogous(),
                asOf.name().toLowerCase(Locale.ROOT),
                unknown.name().toLowerCase(Locale.ROOT),
                noSignal.name().toLowerCase(Locale.ROOT),
                contracts,
                licences.classes().stream().map(LicenceClass::word).toList(),
                licences.ids().stream().sorted().toList(),
                describe());
    }

    /// For every report: what is decided where nothing is known.
    public String describe() {
        return String.format(
                Locale.ROOT,
                "rights policy %d (%s): we are %s and heed %d other crawlers for AI; site files of: %s; a signal that"
                        + " cannot be read: %s; no signal at all: %s; licences: %s; contracts: %s",
                VERSION,
                digest().brief(),
                String.join(", ", agents.own()),
                agents.analogous().size(),
                asOf.name().toLowerCase(Locale.ROOT),
                unknown.name().toLowerCase(Locale.ROOT),
                noSignal == Without.KEEP ? "the licence decides" : "drop",
                listed(
                        Stream.concat(
                                        licences.classes().stream().map(LicenceClass::word),
                                        licences.ids().stream())
                                .toList()),
                listed(contracts));
    }

    private static String listed(List<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    /// Whether what the owner said lets the document be used.
    public Decision optOut(Rights rights) {
        if (contracts.contains(rights.source())) {
            return Decision.KEEP;
        }
        Verdict verdict = Combination.of(rights.optOuts());
        return switch (verdict.value()) {
            case ALLOW -> Decision.KEEP;
            case DISALLOW ->
                    Decision.drop(
                            verdict.atCrawl() ? "crawl_disallowed" : "opted_out", words(verdict));
            case CONDITIONAL -> Decision.drop("conditional", words(verdict));
            case UNKNOWN -> {
                Without without = verdict.silent() ? noSignal : unknown;
                String reason = verdict.silent() ? "no_signal" : "rights_unknown";
                yield without == Without.KEEP
                        ? Decision.KEEP
                        : Decision.drop(reason, words(verdict));
            }
        };
    }

    /// Whether the licence lets the document be used.
    public Decision licence(Rights rights) {
        return switch (rights.licence()) {
            case Licence.Unknown unknownLicence ->
                    Decision.drop("licence_unknown", unknownLicence.because());
            case Licence.Known known when licences.allows(known.spdx()) -> Decision.KEEP;
            case Licence.Known known -> Decision.drop("licence_not_allowed", known.spdx());
        };
    }

    /// Both: opt-outs first.
    public Decision decide(Rights rights) {
        Decision optOut = optOut(rights);
        return optOut.keep() ? licence(rights) : optOut;
    }

    private static String words(Verdict verdict) {
        if (verdict.silent()) {
            return verdict.because();
        }
        OptOut first = verdict.evidence().getFirst();
        String says = first.protocol() + " says " + first.evidence();
        return verdict.because().isEmpty() ? says : says + " (" + verdict.because() + ")";
    }
}
