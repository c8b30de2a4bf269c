package eu.socle.data.rights;

/// What a policy makes of the rights to a document.
///
/// @param keep false: the document is not used
/// @param reason one word of a fixed list, for counting: `opted_out`, `crawl_disallowed`,
///   `conditional`, `rights_unknown`, `no_signal`, `licence_unknown`, `licence_not_allowed`; empty
///   when kept
/// @param detail the evidence in words
public record Decision(boolean keep, String reason, String detail) {

    static final Decision KEEP = new Decision(true, "", "");

    static Decision drop(String reason, String detail) {
        return new Decision(false, reason, detail);
    }
}
