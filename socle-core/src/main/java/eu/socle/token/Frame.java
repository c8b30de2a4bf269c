package eu.socle.token;

import java.util.List;

/// The ids that a vocabulary's makers put around one text, for example a begin of sequence. Nothing
/// adds them by itself.
///
/// @param before ids before the text
/// @param after ids after it
public record Frame(List<Integer> before, List<Integer> after) {

    /// No ids around a text.
    public static final Frame NONE = new Frame(List.of(), List.of());

    public Frame {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// These ids with the frame around them.
    public int[] around(int[] ids) {
        int[] framed = new int[before.size() + ids.length + after.size()];
        for (int i = 0; i < before.size(); i++) {
            framed[i] = before.get(i);
        }
        System.arraycopy(ids, 0, framed, before.size(), ids.length);
        for (int i = 0; i < after.size(); i++) {
            framed[before.size() + ids.length + i] = after.get(i);
        }
        return framed;
    }
}
