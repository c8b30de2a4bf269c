package eu.socle.data.personal.contact;

import java.util.List;
import java.util.Set;

/// What streets are called where addresses are read.
final class StreetWords {
    /// Before the name; the number stands before the word.
    static final Set<String> FRENCH =
            Set.of(
                    "rue", "avenue", "av", "av.", "ave", "boulevard", "bd", "bld", "bvd", "bd.", "boul",
                    "place", "pl.", "chemin", "ch.", "impasse", "imp.", "allée", "allées", "all.", "quai",
                    "cours", "route", "rte", "square", "sq.", "passage", "sentier", "faubourg", "villa",
                    "cité", "résidence", "esplanade", "promenade", "voie", "venelle", "ruelle", "mail",
                    "rond-point", "traverse", "montée", "parvis", "hameau", "lotissement", "clos");

    /// Before the name; the number stands behind it.
    static final Set<String> SPANISH =
            Set.of(
                    "calle", "c/", "c.", "cl.", "avenida", "avda", "avda.", "av.", "avd.", "plaza", "pza.",
                    "pl.", "plza.", "paseo", "p.º", "pº", "pso.", "ronda", "camino", "carretera", "ctra.",
                    "travesía", "trav.", "rambla", "glorieta", "urbanización", "urb.", "cuesta",
                    "callejón", "pasaje", "bulevar", "polígono", "carrer", "vía");

    /// Before the name; the number stands behind it.
    static final Set<String> ITALIAN =
            Set.of(
                    "via", "viale", "v.le", "piazza", "p.zza", "p.za", "piazzale", "p.le", "corso", "c.so",
                    "largo", "l.go", "vicolo", "strada", "lungomare", "contrada", "c.da", "località",
                    "loc.", "lungotevere", "salita", "calata", "borgo", "galleria", "traversa", "rione");

    /// Ends of names, or words of their own; the number stands behind.
    static final List<String> GERMAN =
            List.of(
                    "straße", "strasse", "str.", "str", "weg", "platz", "allee", "gasse", "ring", "damm",
                    "ufer", "chaussee", "stieg", "steig", "pfad", "markt", "graben", "berg", "hof", "park",
                    "promenade", "tor", "brücke", "wall", "zeile", "winkel", "kamp", "twiete");

    /// Before a name that ends in nothing of the kind: Am Anger 3, Unter den Linden 5.
    static final Set<String> GERMAN_BEFORE =
            Set.of("am", "an", "im", "in", "auf", "zum", "zur", "unter", "hinter", "vor", "bei", "beim");

    static final List<String> DUTCH =
            List.of(
                    "straat", "laan", "weg", "plein", "kade", "gracht", "singel", "dreef", "hof", "dijk",
                    "steeg", "pad", "plantsoen", "boulevard", "park", "markt", "baan", "haven", "wal",
                    "burgwal", "lei", "veld", "oord", "donk", "hoek", "erf", "meent", "brink");

    private StreetWords() {}
}
