/// Parquet files of flat rows: the format's page and footer structure written out by hand, in as
/// few lines as it takes.
///
/// Read first: [eu.socle.data.write.Column] (values and their types),
/// [eu.socle.data.write.ParquetWriter] (the file), [eu.socle.data.write.Thrift] (its footer's
/// encoding).
///
/// ```java
/// Column.Texts id = new Column.Texts("id");
/// id.add("fr/tides.html");
/// try (ParquetWriter file = ParquetWriter.create(path, List.of(id))) {
///     file.writeRowGroup();
/// }
/// ```
@NullMarked
package eu.socle.data.write;

import org.jspecify.annotations.NullMarked;
