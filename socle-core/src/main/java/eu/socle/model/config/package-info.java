/// What a config.json says, as values: a family, an attention, a rotation, a feed-forward network
/// for each layer.
///
/// Read first: [eu.socle.model.config.Family], then the sealed choices
/// ([eu.socle.model.config.Attention], [eu.socle.model.config.FeedForward],
/// [eu.socle.model.config.RopeScaling]), then [eu.socle.model.config.ConfigReader]. Every key of
/// the file must be asked for by some reader, or be known not to matter
/// ([eu.socle.model.config.Keys]).
@NullMarked
package eu.socle.model.config;

import org.jspecify.annotations.NullMarked;
