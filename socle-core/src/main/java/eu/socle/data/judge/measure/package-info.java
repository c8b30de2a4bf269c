/// What every measure of a document has in common ([eu.socle.data.judge.measure.Measure]).
@NullMarked
package eu.socle.data.judge.measure;

import org.jspecify.annotations.NullMarked;
