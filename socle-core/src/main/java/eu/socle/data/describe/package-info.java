/// What a dataset says of itself, computed from its manifest and files alone: Croissant, datasheet,
/// domains, attribution.
///
/// Read first: [Description] (what is written), [Census] (what is counted in one reading).
@NullMarked
package eu.socle.data.describe;

import org.jspecify.annotations.NullMarked;
