package eu.socle.token.text;

/// Writes spaces as U+2581, the sign of SentencePiece, perhaps with one before the text.
///
/// @param sign what stands for a space
/// @param before where one is put before a text that does not begin with it
public record SpaceSign(String sign, Before before) implements TextStep {

    /// Where a sign is put before a text.
    public enum Before {
        NEVER,
        ONLY_AT_THE_BEGINNING,
        ALWAYS
    }

    @Override
    public String apply(String text, int at) {
        String signed = text.replace(" ", sign);
        boolean wanted =
                switch (before) {
                    case NEVER -> false;
                    case ONLY_AT_THE_BEGINNING -> at == 0;
                    case ALWAYS -> true;
                };
        return wanted && !signed.startsWith(sign) ? sign + signed : signed;
    }
}
