package eu.socle.data.judge.english;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tokens that the affix rules would cut wrongly, each with the pieces it is cut into: contractions
/// with and without their apostrophe, clock times, abbreviations, emoticons.
///
/// The same set as spaCy's blank English tokenizer (3.8), built from its regularities; the pieces
/// of an entry joined are the entry.
final class Exceptions {

    private static final List<String> ABBREVIATIONS =
            words(
                    """
                    Mt. Ak. Ala. Apr. Ariz. Ark. Aug. Calif. Colo. Conn. Dec. Del. Feb. Fla. Ga. Ia. Id. Ill. Ind.
                    Jan. Jul. Jun. Kan. Kans. Ky. La. Mar. Mass. Mich. Minn. Miss. N.C. N.D. N.H. N.J. N.M. N.Y.
                    Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. S.C. Sep. Sept. Tenn. Va. Wash. Wis. a.m. Adm. Bros.
                    co. Co. Corp. D.C. Dr. e.g. E.g. E.G. Gen. Gov. i.e. I.e. I.E. Inc. Jr. Ltd. Md. Messrs. Mo.
                    Mont. Mr. Mrs. Ms. p.m. Ph.D. Prof. Rep. Rev. Sen. St. vs. v.s. a. b. c. d. e. f. g. h. i. j.
                    k. l. m. n. o. p. q. r. s. t. u. v. w. x. y. z. ä. ö. ü.
                    """);

    private static final List<String> WHOLE =
            words(
                    """
                    'S 's ‘S ‘s and/or w/o 're 'Cause 'cause 'cos 'Cos 'coz 'Coz 'cuz 'Cuz 'bout ma'am Ma'am
                    o'clock O'clock lovin' Lovin' lovin Lovin havin' Havin' havin Havin 'd ' \\") <space> '' C++
                    em 'em ll 'll nuff 'nuff \\t \\n —
                    """);

    private static final List<String> EMOTICONS =
            words(
                    """
                    :) :-) :)) :-)) :))) :-))) (: (-: =) (= :] :-] [: [-: [= =] :o) (o: :} :-} 8) 8-) (-8 ;) ;-)
                    (; (-; :( :-( :(( :-(( :((( :-((( ): )-: =( >:( :') :'-) :'( :'-( :/ :-/ =/ =| :| :-| ]= =[ :1
                    :P :-P :p :-p :O :-O :o :-o :0 :-0 :() >:o :* :-* :3 :-3 =3 :> :-> :X :-X :x :-x :D :-D ;D ;-D
                    =D xD XD xDD XDD 8D 8-D ^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V o_o o_O
                    O_o O_O 0_o o_0 0_0 o.O O.o O.O o.o 0.0 o.0 0.o @_@ <3 <33 <333 </3 (^_^) (-_-) (._.) (>_<)
                    (*_*) (¬_¬) ಠ_ಠ ಠ︵ಠ (ಠ_ಠ) ¯\\(ツ)/¯ (╯°□°）╯︵┻━┻ ><(((*>
                    """);

    /// Read as ordinary words although a contraction without apostrophe has the same letters.
    private static final List<String> NOT =
            words(
                    "Ill ill Its its Hell hell Shell shell Shed shed were Were Well well Whore whore");

    private final NavigableMap<String, List<String>> pieces = new TreeMap<>();

    private Exceptions() {}

    /// Every entry with its pieces.
    static SortedMap<String, List<String>> all() {
        Exceptions exceptions = new Exceptions();
        exceptions.whole();
        exceptions.pronouns();
        exceptions.questionWords();
        exceptions.verbs();
        exceptions.times();
        exceptions.others();
        NOT.forEach(exceptions.pieces::remove);
        exceptions.curl();
        return exceptions.pieces;
    }

    /// The same with a curly apostrophe.
    private void curl() {
        for (List<String> parts : List.copyOf(pieces.values())) {
            add(parts.stream().map(part -> part.replace('\'', '’')).toArray(String[]::new));
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private void add(String... parts) {
        pieces.put(String.join("", parts), List.of(parts));
    }

    private void whole() {
        ABBREVIATIONS.forEach(this::add);
        WHOLE.forEach(this::add);
        EMOTICONS.forEach(this::add);
        for (String word : words("doin goin nothin nuthin ol somethin")) {
            for (String each : bothCases(word)) {
                add(each);
                add(each + "'");
            }
        }
        for (String unit : words("c f k C F K")) {
            add("°", unit, ".");
        }
    }

    private static List<String> bothCases(String word) {
        return List.of(word, Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }

    /// With an apostrophe and without it, optionally followed by 've or ve.
    private void contract(String word, String ending) {
        add(word, "'" + ending);
        add(word, ending);
    }

    private void contractHave(String word, String ending) {
        contract(word, ending);
        add(word, "'" + ending, "'ve");
        add(word, ending, "ve");
    }

    private void pronouns() {
        for (String i : List.of("i", "I")) {
            contract(i, "m");
            add(i, "'m", "a");
            add(i, "m", "a");
        }
        for (String pronoun : words("i you he she it we they")) {
            for (String each : bothCases(pronoun)) {
                contractHave(each, "ll");
                contractHave(each, "d");
            }
        }
        contractAll("i you we they", "ve");
        contractAll("you we they", "re");
        contractAll("he she it", "s");
    }

    private void contractAll(String list, String ending) {
        for (String word : words(list)) {
            bothCases(word).forEach(each -> contract(each, ending));
        }
    }

    private void questionWords() {
        contractAll("who what when where why how there that this", "s");
        for (String word : words("who what when where why how there that this these those")) {
            for (String each : bothCases(word)) {
                contractHave(each, "ll");
                contractHave(each, "d");
            }
        }
        contractAll("who what when where why how there these those", "re");
        contractAll("who what when where why how there these those", "ve");
    }

    private void verbs() {
        List<String> withHave =
                words("ca could do does did had may might must need ought sha should wo would");
        for (String verb : withHave) {
            for (String each : bothCases(verb)) {
                add(each, "n't");
                add(each, "nt");
                add(each, "n't", "'ve");
                add(each, "nt", "ve");
            }
        }
        contractAll("could might must should would", "ve");
        for (String verb : words("ai are is was were have has dare")) {
            for (String each : bothCases(verb)) {
                add(each, "n't");
                add(each, "nt");
            }
        }
    }

    private void times() {
        for (int hour = 1; hour <= 12; hour++) {
            for (String half : words("a.m. am p.m. pm")) {
                add(Integer.toString(hour), half);
            }
        }
    }

    private void others() {
        List<List<String>> both = new ArrayList<>();
        both.add(List.of("how", "'d", "'y"));
        both.add(List.of("not", "'ve"));
        both.add(List.of("not", "ve"));
        both.add(List.of("can", "not"));
        both.add(List.of("gon", "na"));
        both.add(List.of("got", "ta"));
        both.add(List.of("let", "'s"));
        both.add(List.of("c'm", "on"));
        for (List<String> parts : both) {
            for (String first : bothCases(parts.getFirst())) {
                List<String> each = new ArrayList<>(parts);
                each.set(0, first);
                add(each.toArray(String[]::new));
            }
        }
        add("y'", "all");
        add("y", "all");
    }
}
