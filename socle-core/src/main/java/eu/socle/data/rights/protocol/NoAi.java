package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `noai` among the words of `<meta name="robots">` or of the field `X-Robots-Tag`: a convention of
/// vendors, no standard. `noimageai` concerns images only. A `name:` before words, or a meta
/// element of that name, limits them to that crawler.
public record NoAi() implements Protocol {

    /// Words that take a value behind a colon, so that what stands before it names no crawler.
    private static final Set<String> WITH_VALUE =
            Set.of("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after");

    /// What a document is made of.
    public enum Media {
        TEXT,
        IMAGE
    }

    /// True when these words, of a field or a meta element, reserve works of this kind.
    public static boolean reserves(String content, Agents agents, Media media) {
        return !reservation(content, agents, media).isEmpty();
    }

    @Override
    public String family() {
        return "noai";
    }

    @Override
    public String version() {
        return "vendor convention";
    }

    @Override
    public boolean owns(OptOut signal) {
        return signal.protocol().startsWith("robots-") && signal.protocol().endsWith("-noai");
    }

    @Override
    public List<OptOut> header(String field, String value, Agents agents) {
        return field.equals("x-robots-tag")
                ? words("robots-header-noai", value, agents)
                : List.of();
    }

    @Override
    public List<OptOut> meta(String name, String content, Agents agents) {
        return name.equals("robots") || agents.heeds(name)
                ? words("robots-meta-noai", content, agents)
                : List.of();
    }

    @Override
    public List<OptOut> frontMatter(String key, String value, Agents agents) {
        return key.equals("robots") ? words("robots-front-matter-noai", value, agents) : List.of();
    }

    private List<OptOut> words(String carrier, String content, Agents agents) {
        String part = reservation(content, agents, Media.TEXT);
        return part.isEmpty()
                ? List.of()
                : List.of(OptOut.of(carrier, version(), Value.DISALLOW, "", part));
    }

    /// The part between commas that reserves; empty when none does.
    private static String reservation(String content, Agents agents, Media media) {
        boolean ours = true;
        for (String part : content.split(",", -1)) {
            String word = part.strip().toLowerCase(Locale.ROOT);
            int colon = word.indexOf(':');
            if (colon >= 0 && !WITH_VALUE.contains(word.substring(0, colon).strip())) {
                String crawler = word.substring(0, colon).strip();
                ours = crawler.equals("*") || agents.heeds(crawler);
                word = word.substring(colon + 1).strip();
            }
            for (String single : word.split("[^a-z0-9_-]+", -1)) {
                boolean reserves =
                        single.equals("noai")
                                || (media == Media.IMAGE && single.equals("noimageai"));
                if (ours && reserves) {
                    return part.strip();
                }
            }
        }
        return "";
    }
}
