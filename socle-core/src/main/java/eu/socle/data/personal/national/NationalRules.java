package eu.socle.data.personal.national;

import java.util.ArrayList;
import java.util.List;

/// All rules by the length of the compact form.
public final class NationalRules {
    private static final int LONGEST = 16;
    private static final NationalRule[] NONE = {};

    private final NationalRule[][] byLength = new NationalRule[LONGEST + 1][];
    private final List<NationalRule> all = new ArrayList<>();

    public NationalRules() {
        all.addAll(WesternRules.all());
        all.addAll(SouthernRules.all());
        all.addAll(NorthernRules.all());
        all.addAll(EasternRules.all());
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            byLength[length] =
                    all.stream()
                            .filter(rule -> rule.length() == wanted)
                            .toArray(NationalRule[]::new);
        }
    }

    /// The rules for compact forms of this length.
    public NationalRule[] ofLength(int length) {
        return length > LONGEST ? NONE : byLength[length];
    }

    public List<NationalRule> all() {
        return List.copyOf(all);
    }
}
