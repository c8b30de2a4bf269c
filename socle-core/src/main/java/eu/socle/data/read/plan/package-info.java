/// What is to be read, before anything is: sources, files by kind, and the slices that each is cut
/// into.
@NullMarked
package eu.socle.data.read.plan;

import org.jspecify.annotations.NullMarked;
