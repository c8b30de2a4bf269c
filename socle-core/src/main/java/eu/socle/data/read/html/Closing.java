package eu.socle.data.read.html;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where an article ends and the list of other articles, or the discussion, begins: a short block
/// that is one of the usual headings of such lists, behind most of the running text.
final class Closing {

    private static final double MOST =
            0.75; // of the running text: articles go on behind "read also" in their middle
    private static final int LONGEST = 60; // characters of such a heading

    /// Beginnings, in lower case. A block that begins so and is short is such a heading.
    private static final List<String> BEGINNINGS =
            List.of(
                    // English
                    "related article",
                    "related stor",
                    "related post",
                    "related news",
                    "related content",
                    "related link",
                    "related topic",
                    "related roundup",
                    "related:",
                    "more stories",
                    "more from",
                    "more in ",
                    "more on ",
                    "more news",
                    "more like this",
                    "more blog",
                    "you may also",
                    "you might also",
                    "you may like",
                    "you might like",
                    "recommended for you",
                    "recommended stories",
                    "read next",
                    "up next",
                    "join the conversation",
                    "join the discussion",
                    "leave a comment",
                    "leave a reply",
                    "post a comment",
                    "add a comment",
                    "top stories",
                    "top rated comments",
                    "latest news",
                    "latest stories",
                    "popular stories",
                    "popular posts",
                    "most popular",
                    "most read",
                    "trending now",
                    "sponsored links",
                    "sponsored content",
                    "about the author",
                    "share this",
                    // French
                    "à lire aussi",
                    "a lire aussi",
                    "lire aussi",
                    "sur le même sujet",
                    "articles similaires",
                    "articles liés",
                    "vous aimerez aussi",
                    "laisser un commentaire",
                    // German
                    "mehr zum thema",
                    "lesen sie auch",
                    "das könnte sie auch",
                    "das könnte dich auch",
                    "ähnliche artikel",
                    "ähnliche beiträge",
                    "schreibe einen kommentar",
                    // Spanish
                    "te puede interesar",
                    "también te puede",
                    "noticias relacionadas",
                    "artículos relacionados",
                    "lee también",
                    "deja un comentario",
                    "deja una respuesta",
                    // Italian
                    "leggi anche",
                    "potrebbe interessarti",
                    "potrebbero interessarti",
                    "articoli correlati",
                    "lascia un commento",
                    // Portuguese
                    "leia também",
                    "leia mais",
                    "veja também",
                    "notícias relacionadas",
                    "artigos relacionados",
                    "deixe um comentário",
                    "deixe uma resposta",
                    // Dutch, Polish, Swedish
                    "lees ook",
                    "lees meer",
                    "gerelateerde artikelen",
                    "czytaj także",
                    "zobacz także",
                    "zobacz też",
                    "läs också",
                    "läs mer");

    /// Whole headings.
    private static final Set<String> HEADINGS =
            Set.of(
                    "comments",
                    "comment",
                    "discussion",
                    "related",
                    "don't miss",
                    "don’t miss",
                    "tags",
                    "see also",
                    "commentaires",
                    "kommentare",
                    "comentarios",
                    "commenti",
                    "comentários",
                    "reacties",
                    "komentarze",
                    "advertisement");

    private Closing() {}

    /// The blocks before the closing part.
    static List<Block> without(List<Block> blocks) {
        long all = 0;
        for (Block block : blocks) {
            all += block.isRunning() ? block.unlinked() : 0;
        }
        long before = 0;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (all > 0 && before >= MOST * all && isHeading(block.text())) {
                return blocks.subList(0, i);
            }
            before += block.isRunning() ? block.unlinked() : 0;
        }
        return blocks;
    }

    private static boolean isHeading(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (HEADINGS.contains(lower)) {
            return true;
        }
        for (String beginning : BEGINNINGS) {
            if (lower.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
