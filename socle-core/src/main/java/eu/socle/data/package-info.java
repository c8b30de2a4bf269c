/// From raw files to a dataset: read, judge, remove duplicates, write. What is not kept is listed
/// with its reason.
///
/// Read first: [eu.socle.data.DataConfig] (what a recipe may say), [eu.socle.data.DataStage] (the
/// stage), [eu.socle.data.dataset.ParquetDataset] (what it leaves, for later stages).
///
/// ```java
/// Manifest data = DataStage.run(DataConfig.from(settings), base, run);
/// Documents documents = ParquetDataset.open(run.directory().resolve("data"));
/// ```
@NullMarked
package eu.socle.data;

import org.jspecify.annotations.NullMarked;
