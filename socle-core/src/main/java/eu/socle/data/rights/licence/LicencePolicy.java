package eu.socle.data.rights.licence;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which licences are allowed: classes, and identifiers beside them.
///
/// @param classes every licence of these classes; [LicenceClass#OTHER] is never a permission
/// @param ids SPDX identifiers that are allowed whatever their class
public record LicencePolicy(Set<LicenceClass> classes, Set<String> ids) {

    /// Public domain, attribution (CC-BY, ODC-By, Etalab 2.0, OGL) and permissive software
    /// licences; no share-alike, non-commercial or no-derivatives, nothing unknown.
    public static final LicencePolicy DEFAULT =
            new LicencePolicy(
                    Set.of(
                            LicenceClass.PUBLIC_DOMAIN,
                            LicenceClass.ATTRIBUTION,
                            LicenceClass.PERMISSIVE),
                    Set.of());

    public LicencePolicy {
        classes = java.util.Collections.unmodifiableSet(new TreeSet<>(classes));
        ids = java.util.Collections.unmodifiableSet(new TreeSet<>(ids));
    }

    /// Only these identifiers.
    public static LicencePolicy ofIds(List<String> ids) {
        return new LicencePolicy(Set.of(), Set.copyOf(ids));
    }

    /// The same with share-alike licences.
    public LicencePolicy withShareAlike() {
        Set<LicenceClass> more = new TreeSet<>(classes);
        more.add(LicenceClass.SHARE_ALIKE);
        return new LicencePolicy(more, ids);
    }

    /// True when an SPDX expression is allowed: one side of each OR, all sides of each AND. What is
    /// no expression is not.
    public boolean allows(String expression) {
        if (ids.contains(expression)) {
            return true;
        }
        return SpdxExpression.parse(expression).map(e -> e.allowed(this::allowsId)).orElse(false);
    }

    private boolean allowsId(String id) {
        LicenceClass kind = LicenceClass.of(id);
        return ids.contains(id) || (kind != LicenceClass.OTHER && classes.contains(kind));
    }
}
