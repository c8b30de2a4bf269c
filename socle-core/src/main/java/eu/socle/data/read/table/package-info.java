/// Tables as text: CSV (RFC 4180) and TSV.
///
/// Read first: [eu.socle.data.read.table.Rows].
///
/// ```java
/// for (Rows.Row row = rows.next(most); row instanceof Rows.Fields; row = rows.next(most)) { ... }
/// ```
@NullMarked
package eu.socle.data.read.table;

import org.jspecify.annotations.NullMarked;
