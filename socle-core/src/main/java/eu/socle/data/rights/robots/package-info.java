/// Robots files (RFC 9309) and the lines other protocols keep in them.
///
/// Read first: [eu.socle.data.rights.robots.RobotsFile] (bytes to groups),
/// [eu.socle.data.rights.robots.RobotsGroup] (a path to the rule that decides),
/// [eu.socle.data.rights.robots.PathPattern].
///
/// ```java
/// RobotsFile file = RobotsFile.parse(bytes);
/// RobotsLine rule = file.group(List.of("socle")).decides(CanonicalPath.of(url)); // null: allowed
/// ```
@NullMarked
package eu.socle.data.rights.robots;

import org.jspecify.annotations.NullMarked;
