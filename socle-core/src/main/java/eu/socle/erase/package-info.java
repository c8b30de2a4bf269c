/// Takes a document out of everything a run holds, and says in a signed receipt what was done and
/// what was not (GDPR, art. 17).
///
/// Read first: [Erase] (the order of steps, and why an interruption does no harm), [Receipt] (what
/// the person who asked is given), [Journal] (what an interrupted erasure goes on from).
@NullMarked
package eu.socle.erase;

import org.jspecify.annotations.NullMarked;
