package eu.socle.data.personal;

import eu.socle.data.personal.contact.IpAddresses.Scope;
import eu.socle.data.personal.names.PersonNames;
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

    /// Everything but names and plates, as soon as its shape and check allow: addresses of the own
    /// machine and four small numbers with dots too, which are as often chapters.
    public static PersonalConfig thorough() {
        return new PersonalConfig(
                EnumSet.complementOf(
                        EnumSet.of(PersonalType.PERSON_NAME, PersonalType.LICENCE_PLATE)),
                Confidence.FAINT,
                EnumSet.allOf(Scope.class),
                PersonNames.none());
    }

    /// What is usual: everything but names and plates that passes its check where it is at home,
    /// and addresses that can lead to a person. Of bare numbers with one check digit one in ten is
    /// taken by chance, where no word says that they are something else.
    public static PersonalConfig standard() {
        return thorough()
                .withLeast(Confidence.WEAK)
                .withScopes(EnumSet.of(Scope.GLOBAL, Scope.PRIVATE, Scope.DOCUMENTATION));
    }

    /// The least is taken from the text: a bare number with a single check digit needs a word
    /// nearby, and addresses inside a network stay.
    public static PersonalConfig careful() {
        return standard()
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
        Set<PersonalType> more = EnumSet.noneOf(PersonalType.class);
        more.addAll(types);
        more.add(PersonalType.PERSON_NAME);
        return new PersonalConfig(more, least, scopes, other);
    }

    /// The same, and licence plates that a word names.
    public PersonalConfig withPlates() {
        Set<PersonalType> more = EnumSet.noneOf(PersonalType.class);
        more.addAll(types);
        more.add(PersonalType.LICENCE_PLATE);
        return new PersonalConfig(more, least, scopes, names);
    }
}
