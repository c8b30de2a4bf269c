package eu.socle.data.language.fasttext;

import java.lang.foreign.MemorySegment;

/// Product quantisation (Jégou, Douze, Schmid 2011): a vector is cut into parts, each part is one
/// of 256 centroids.
///
/// @param parts how many
/// @param width columns of each part but the last
/// @param lastWidth columns of the last part
/// @param centroids floats: part by part, 256 centroids each
public record Quantiser(int parts, int width, int lastWidth, MemorySegment centroids) {

    private static final int CENTROIDS = 256;

    static Quantiser read(Bytes in, int columns) {
        int dimension = in.int32();
        int parts = in.int32();
        int width = in.int32();
        int lastWidth = in.int32();
        boolean fits =
                dimension == columns
                        && parts >= 1
                        && width >= 1
                        && lastWidth >= 1
                        && lastWidth <= width
                        && (long) (parts - 1) * width + lastWidth == columns;
        if (!fits) {
            throw in.damaged(
                    parts + " parts of " + width + " columns do not make " + columns + " columns");
        }
        return new Quantiser(
                parts, width, lastWidth, in.block((long) dimension * CENTROIDS, 1, Float.BYTES));
    }

    int width(int part) {
        return part == parts - 1 ? lastWidth : width;
    }

    float value(int part, int code, int column) {
        long at = (long) part * CENTROIDS * width + (long) code * width(part) + column;
        return centroids.get(Bytes.FLOAT, at * Float.BYTES);
    }
}
