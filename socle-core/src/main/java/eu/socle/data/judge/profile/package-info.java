/// The named profiles: which measures a profile takes and which rules it decides by.
@NullMarked
package eu.socle.data.judge.profile;

import org.jspecify.annotations.NullMarked;
