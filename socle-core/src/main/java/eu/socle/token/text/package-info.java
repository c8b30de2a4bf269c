/// Text as numbers see it: UTF-8 by hand, classes of characters, normal forms, and a trie.
///
/// Read first: [eu.socle.token.text.Utf8], [eu.socle.token.text.Characters],
/// [eu.socle.token.text.TextStep].
@NullMarked
package eu.socle.token.text;

import org.jspecify.annotations.NullMarked;
