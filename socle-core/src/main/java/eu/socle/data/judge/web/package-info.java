/// Judges made for web pages: the line rules of C4, FineWeb's rules, lists of addresses and of
/// words.
///
/// Read first: [eu.socle.data.judge.web.C4Quality], [eu.socle.data.judge.web.FineWebQuality].
@NullMarked
package eu.socle.data.judge.web;

import org.jspecify.annotations.NullMarked;
