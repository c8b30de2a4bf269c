/// MinHash: a text to a few band keys, such that similar texts share one.
///
/// Read first: [eu.socle.data.dedup.near.MinHash] (the parameters of a recipe),
/// [eu.socle.data.dedup.near.Sketch] (text to keys). Two profiles: `native` is fast and needs no
/// word tokenizer in any language, `datatrove` gives the numbers of that program bit for bit.
///
/// ```java
/// Sketch sketch = minHash.sketch(); // one for each thread
/// long[] keys = new long[minHash.bands()];
/// boolean hasKeys = sketch.keys(text, keys); // false for texts shorter than a shingle
/// ```
@NullMarked
package eu.socle.data.dedup.near;

import org.jspecify.annotations.NullMarked;
