package eu.socle.data.judge.text;

/// Words are runs without white space, as Python's `str.split()` gives them.
public record WhiteSpaceWords() implements WordSplit {

    @Override
    public String name() {
        return "white-space";
    }

    @Override
    public void split(Characters characters, Tokenised text) {
        for (int i = 0; i < text.spans; i++) {
            int start = text.spanStart[i];
            int end = text.spanEnd[i];
            text.addWord(start, end, text.spanBits[i]);
        }
    }
}
