/// The Gopher rules in the four ways that peers compute them under one name, each a profile of its
/// own.
///
/// Read first: [eu.socle.data.judge.gopher.GopherQuality] and
/// [eu.socle.data.judge.gopher.GopherRepetition] (datatrove's formulas).
@NullMarked
package eu.socle.data.judge.gopher;

import org.jspecify.annotations.NullMarked;
