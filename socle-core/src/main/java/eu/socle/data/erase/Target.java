package eu.socle.data.erase;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.data.index.DatasetIndex.Place;
import eu.socle.data.read.Tags;
import java.util.List;
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
/// @param language as counted; `und` when undecided
/// @param characters code points of its text
/// @param edited whether personal data was masked in it
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
        String language,
        long characters,
        boolean edited) {

    public Target {
        bands = List.copyOf(bands);
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
                document.tags().getOrDefault(Tags.LANGUAGE, "und"),
                Long.parseLong(document.tags().getOrDefault(Tags.CHARACTERS, "0")),
                document.tags().containsKey(Tags.PERSONAL_DATA));
    }
}
