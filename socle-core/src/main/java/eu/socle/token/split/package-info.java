/// How text is cut into pieces before tokens are sought in them: published regular expressions,
/// each walked by hand over UTF-8 in linear time.
///
/// Read first: [eu.socle.token.split.Split] (the named ones), [eu.socle.token.split.Cut] (stages in
/// a row), [eu.socle.token.split.Stage] (one expression).
@NullMarked
package eu.socle.token.split;

import org.jspecify.annotations.NullMarked;
