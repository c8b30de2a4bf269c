package eu.socle.data.read.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// Names of documents: `source/path` for a file, `source/path#line` for a record of it. `%` and `#`
/// in paths are written `%25` and `%23`, so that two documents never share an id.
public final class Ids {

    /// Byte order of the UTF-8 form, the order of every output.
    public static final Comparator<String> ORDER =
            (a, b) ->
                    Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private Ids() {}

    static String ofFile(String source, String path) {
        return source + "/" + path.replace("%", "%25").replace("#", "%23");
    }

    public static String ofRecord(String file, long line) {
        return file + "#" + line;
    }
}
