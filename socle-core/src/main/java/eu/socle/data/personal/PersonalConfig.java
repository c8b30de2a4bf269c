package eu.socle.data.personal;

import eu.socle.data.personal.contact.IpAddresses.Scope;
import eu.socle.data.personal.contact.PersonNames;
import java.util.EnumSet;
import java.util.Set;

/// What is looked for, and how sure a find must be.
///
/// @param types kinds to report
/// @param least finds below are left out
/// @param scopes which IP addresses are reported
/// @param names names of people, or [PersonNames#none()]
public record PersonalConfig(
        Set<PersonalType> types, Confidence least, Set<Scope> scopes, PersonNames names) {

    public PersonalConfig {
        types = Set.copyOf(types);
        scopes = Set.copyOf(scopes);
    }

    /// Everything but names, as soon as it passes its check where it is at home: the most is found,
    /// and of bare numbers with one check digit one in ten is taken by chance.
    public static PersonalConfig thorough() {
        return new PersonalConfig(
                EnumSet.complementOf(EnumSet.of(PersonalType.PERSON_NAME)),
                Confidence.WEAK,
                EnumSet.allOf(Scope.class),
                PersonNames.none());
    }

    /// Everything but names and addresses inside a network; a bare number with a single check digit
    /// needs a word nearby.
    public static PersonalConfig standard() {
        return thorough()
                .withLeast(Confidence.PROBABLE)
                .withScopes(EnumSet.of(Scope.GLOBAL, Scope.DOCUMENTATION));
    }

    public PersonalConfig withTypes(Set<PersonalType> other) {
        return new PersonalConfig(other, least, scopes, names);
    }

    public PersonalConfig withLeast(Confidence other) {
        return new PersonalConfig(types, other, scopes, names);
    }

    public PersonalConfig withScopes(Set<Scope> other) {
        return new PersonalConfig(types, least, other, names);
    }

    /// The same, and names of people of this list.
    public PersonalConfig withNames(PersonNames other) {
        Set<PersonalType> more = EnumSet.copyOf(types);
        more.add(PersonalType.PERSON_NAME);
        return new PersonalConfig(more, least, scopes, other);
    }
}
