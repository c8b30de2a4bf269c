package eu.socle.data.rights.protocol;

import eu.socle.data.rights.robots.RobotsFile;
import eu.socle.data.rights.robots.RobotsGroup;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.ArrayList;
import java.util.List;

/// One dated robots file, seen by our crawler: the groups that count are chosen once.
public final class SiteRobots {

    private final RobotsFile file;
    private final String date;
    private final RobotsGroup own;
    private final List<RobotsGroup> analogous = new ArrayList<>();
    private final List<String> analogousTokens = new ArrayList<>();

    /// @param date day (ISO 8601) the file was fetched; empty when unknown
    public SiteRobots(RobotsFile file, String date, Agents agents) {
        this.file = file;
        this.date = date;
        this.own = file.group(agents.own());
        for (String token : agents.analogous()) {
            if (file.names(token)) {
                analogousTokens.add(token);
                analogous.add(file.group(List.of(token)));
            }
        }
    }

    public RobotsFile file() {
        return file;
    }

    public String date() {
        return date;
    }

    /// The group for us.
    public RobotsGroup own() {
        return own;
    }

    /// Tokens of other crawlers for AI that the file names.
    List<String> analogousTokens() {
        return analogousTokens;
    }

    RobotsGroup analogous(int i) {
        return analogous.get(i);
    }

    /// Lines of our group and of no group.
    List<RobotsLine> lines(RobotsLine.Kind kind) {
        if (file.outsideGroups().isEmpty()) {
            return own.lines(kind);
        }
        List<RobotsLine> all = new ArrayList<>();
        for (RobotsLine line : file.outsideGroups()) {
            if (line.kind() == kind) {
                all.add(line);
            }
        }
        all.addAll(own.lines(kind));
        return all;
    }
}
