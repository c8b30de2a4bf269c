/// Rows of Parquet files, in memory that does not grow with the file.
///
/// Read first: [eu.socle.data.read.parquet.GroupRows].
///
/// ```java
/// while (rows.next()) { rows.bytes("text").ifPresent(...); }
/// ```
@NullMarked
package eu.socle.data.read.parquet;

import org.jspecify.annotations.NullMarked;
