/// The verbs of `socle model`: what a file holds, conversion, measuring.
@NullMarked
package eu.socle.cli.model;

import org.jspecify.annotations.NullMarked;
