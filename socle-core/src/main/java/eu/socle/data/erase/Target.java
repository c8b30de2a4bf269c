package eu.socle.data.erase;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.data.dataset.KeptCounts;
import eu.socle.data.index.DatasetIndex.Place;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// A document that is to be erased, with what must be subtracted when it is gone.
///
/// @param number of the document in the dataset as it was first written
/// @param part that holds it
/// @param row within the part, before the erasure
/// @param id of the document
/// @param url empty when it has none
/// @param why it is meant
/// @param shared share of passages it has in common with what was asked for; 1 for that itself
/// @param text digest of its text
/// @param bands keys, in hexadecimal, by which later imports know near copies of it
///   ([Exclusions#NEAR]); none of a text of a few words
/// @param counted what it added to the counts of the dataset's manifest
public record Target(
        long number,
        int part,
        long row,
        String id,
        String url,
        Why why,
        double shared,
        Digest text,
        List<String> bands,
        SortedMap<String, Long> counted) {

    public Target {
        bands = List.copyOf(bands);
        counted = Collections.unmodifiableSortedMap(new TreeMap<>(counted));
    }

    static Target of(Place place, Document document, Why why, double shared) {
        return new Target(
                place.number(),
                place.part(),
                place.row(),
                document.id(),
                document.rights().url(),
                why,
                shared,
                Digest.of(document.text()),
                LongStream.of(Exclusions.NEAR.bandKeys(document.text()))
                        .mapToObj(Long::toHexString)
                        .toList(),
                KeptCounts.of(document));
    }
}
