package eu.socle.data.dedup.contamination;

import eu.socle.data.dedup.near.WordBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A document is contaminated when it shares one word n-gram with an item: with its label, and on
/// request with its query or across the border of the two (the rule of datatrove). Words stand
/// between white space of the simplified text.
public final class SharedNgrams {

    private final Rule rule;
    private final Map<Long, String> tasks = new HashMap<>(); // hash of an n-gram -> its task

    /// Which n-grams of an item count.
    ///
    /// @param ngram words; 12 is common
    /// @param inQuery those of the query too
    /// @param acrossBorder those that begin in the query and end in the label too
    public record Rule(int ngram, boolean inQuery, boolean acrossBorder) {
        public Rule {
            if (ngram < 1) {
                throw new IllegalArgumentException("an n-gram has at least one word");
            }
        }
    }

    /// What was found.
    ///
    /// @param task of the item
    /// @param ngram the first common n-gram, simplified
    public record Finding(String task, String ngram) {}

    /// The n-grams of these items. One that several tasks have is counted for the first of them.
    public SharedNgrams(Rule rule, List<Item> items) {
        this.rule = rule;
        items.forEach(this::add);
    }

    private void add(Item item) {
        WordBytes label = WordBytes.of(item.label());
        addAll(label, item.task());
        WordBytes query = WordBytes.of(item.query());
        if (rule.inQuery()) {
            addAll(query, item.task());
        }
        if (rule.acrossBorder() && !item.query().isEmpty()) {
            addBorder(query, label, item.task());
        }
    }

    private void addAll(WordBytes words, String task) {
        for (int i = 0; i + rule.ngram() <= words.count(); i++) {
            tasks.putIfAbsent(words.hash64(i, rule.ngram()), task);
        }
    }

    /// The last words of the query with the first of the label, at least one of each.
    private void addBorder(WordBytes query, WordBytes label, String task) {
        int fromQuery = Math.min(rule.ngram() - 1, query.count());
        int fromLabel = Math.min(rule.ngram() - 1, label.count());
        List<String> words = new ArrayList<>();
        for (int i = query.count() - fromQuery; i < query.count(); i++) {
            words.add(query.text(i, 1));
        }
        for (int i = 0; i < fromLabel; i++) {
            words.add(label.text(i, 1));
        }
        addAll(WordBytes.ofSimple(String.join(" ", words)), task);
    }

    /// The first n-gram of a document that an item has.
    public Optional<Finding> find(String text) {
        WordBytes words = WordBytes.of(text);
        for (int i = 0; i + rule.ngram() <= words.count(); i++) {
            String task = tasks.get(words.hash64(i, rule.ngram()));
            if (task != null) {
                return Optional.of(new Finding(task, words.text(i, rule.ngram())));
            }
        }
        return Optional.empty();
    }
}
