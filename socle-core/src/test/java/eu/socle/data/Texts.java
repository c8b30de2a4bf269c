package eu.socle.data;

import eu.socle.core.Seed;
import java.util.List;

/// Running text for tests: sentences drawn by a seed, no two texts alike.
public final class Texts {

    private static final List<String> SUBJECTS =
            List.of(
                    "the river",
                    "a baker",
                    "our neighbour",
                    "the old harbour",
                    "this engine",
                    "the council",
                    "a young doctor",
                    "the orchard",
                    "my sister",
                    "the librarian",
                    "every winter storm",
                    "the last train",
                    "a quiet village");
    private static final List<String> VERBS =
            List.of(
                    "carries",
                    "remembers",
                    "repairs",
                    "has always known",
                    "follows",
                    "paints",
                    "describes",
                    "will not forget",
                    "measures",
                    "brings back",
                    "leaves behind",
                    "looks after");
    private static final List<String> OBJECTS =
            List.of(
                    "what the morning left in the square",
                    "the letters that nobody had read",
                    "more than it can hold",
                    "the road to the northern hills",
                    "a small house with green windows",
                    "all of the bread for the school",
                    "the colour of the evening sky",
                    "some tools from the workshop",
                    "the names of those who were here before",
                    "an answer to the simple question",
                    "the water under the bridge",
                    "his first book about birds");

    private Texts() {}

    public static String english(long number) {
        Seed seed = new Seed(number).of("english");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            String subject = SUBJECTS.get((int) seed.below(SUBJECTS.size(), 4L * i));
            text.append(Character.toUpperCase(subject.charAt(0)))
                    .append(subject, 1, subject.length())
                    .append(' ')
                    .append(VERBS.get((int) seed.below(VERBS.size(), 4L * i + 1)))
                    .append(' ')
                    .append(OBJECTS.get((int) seed.below(OBJECTS.size(), 4L * i + 2)))
                    .append(" on day ")
                    .append(seed.below(100_000, 4L * i + 3))
                    .append(i % 4 == 3 ? ".\n\n" : ". ");
        }
        return text.toString().strip();
    }
}
