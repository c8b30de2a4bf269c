package eu.socle.core.dataset;

import java.util.List;
import java.util.Objects;

/// What is counted about the documents that a data stage read and kept: a file of the dataset, with
/// a digest in its manifest. Every figure of the report is in here.
///
/// @param total everything
/// @param wordsBy the measured value that words were read from; empty when none is measured
/// @param dropped why documents are not kept, by step and reason
/// @param breakdowns `language`, `source`, `licence`, `year`
/// @param domains hosts of addresses
/// @param registrable the same by the domain that somebody registered; nothing where the recipe
///   names no list of public suffixes
/// @param histograms of lengths, scores and everything the judges measure
/// @param erased documents that were taken out later and are still counted here
public record Statistics(
        Sums total,
        String wordsBy,
        List<Dropped> dropped,
        List<Breakdown> breakdowns,
        Domains domains,
        Domains registrable,
        List<Histogram> histograms,
        long erased) {

    /// Its name in the folder of the dataset.
    public static final String FILE = "statistics.json";

    public Statistics {
        dropped = List.copyOf(dropped);
        registrable =
                Objects.requireNonNullElse(registrable, Domains.NONE); // before it was counted
        breakdowns = List.copyOf(breakdowns);
        histograms = List.copyOf(histograms);
    }

    /// Numbers of one group of documents.
    ///
    /// @param documentsIn that were read, kept or not, unreadable ones included
    /// @param charactersIn code points of their texts before anything was masked
    /// @param charactersKept code points as the dataset has them
    /// @param bytesKept the same in UTF-8
    /// @param wordsKept words of kept documents, where they are measured
    public record Sums(
            long documentsIn,
            long documentsKept,
            long charactersIn,
            long charactersKept,
            long bytesKept,
            long wordsKept) {

        /// Nothing.
        public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

        /// Both.
        public Sums plus(Sums other) {
            return new Sums(
                    documentsIn + other.documentsIn,
                    documentsKept + other.documentsKept,
                    charactersIn + other.charactersIn,
                    charactersKept + other.charactersKept,
                    bytesKept + other.bytesKept,
                    wordsKept + other.wordsKept);
        }
    }

    /// Documents that one rule did not keep.
    ///
    /// @param failed true when they could not be read
    public record Dropped(
            String step, String reason, boolean failed, long documents, long characters) {}

    /// One group.
    ///
    /// @param value its name; empty for documents of which it is not known
    public record Row(String value, Sums sums) {}

    /// All documents by one of their properties.
    public record Breakdown(String name, List<Row> rows) {
        public Breakdown {
            rows = List.copyOf(rows);
        }
    }

    /// All documents by the host of their address, counted exactly.
    ///
    /// @param different how many hosts documents that were read have
    /// @param differentKept how many of them the dataset has
    /// @param first those with the most bytes in the dataset
    /// @param rest all others together
    /// @param none documents without an address
    public record Domains(
            long different, long differentKept, List<Row> first, Sums rest, Sums none) {

        /// No documents.
        public static final Domains NONE = new Domains(0, 0, List.of(), Sums.NONE, Sums.NONE);

        public Domains {
            first = List.copyOf(first);
        }
    }
}
