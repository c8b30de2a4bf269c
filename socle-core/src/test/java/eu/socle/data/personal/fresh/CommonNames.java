package eu.socle.data.personal.fresh;

import java.util.List;

/// Common names of people in the Union, as a user might list them.
final class CommonNames {

    private CommonNames() {}

    static final List<String> GIVEN =
            words(
                    """
                    Marie Jean Pierre Michel Nathalie Isabelle Philippe Camille Julien Claire Thomas Anna Peter Hans
                    Sabine Monika Wolfgang Jürgen Stefan Katrin Heike Maria Giuseppe Giovanni Francesca Paolo Luca Giulia
                    Marco Antonio Carmen José Manuel Javier Lucía Pilar Ana João Pedro Inês Rui Teresa Jan Willem Pieter
                    Johanna Sophie Lotte Kees Piotr Agnieszka Krzysztof Katarzyna Tomasz Magdalena Jiří Petra Tomáš Jana
                    Zuzana Ján Katarína László Zsuzsanna István Éva Gábor Andrei Ioana Mihai Elena Ivan Georgi Иван Мария
                    Георги Елена Γιώργος Μαρία Δημήτρης Ελένη Marko Ivana Luka Maja Matej Tanja Jonas Rasa Tomas Jānis
                    Līga Andris Mari Jaan Kristiina Matti Päivi Jukka Anneli Erik Karin Lars Ingrid Mette Søren Niels
                    Seán Aoife Ciara Joseph Rita
                    """);

    static final List<String> FAMILY =
            words(
                    """
                    Martin Bernard Dubois Durand Moreau Lefebvre Girard Rousseau Müller Schmidt Schneider Fischer Weber
                    Wagner Becker Hoffmann Schulz Rossi Russo Ferrari Esposito Bianchi Romano Ricci Greco García Fernández
                    González Rodríguez López Martínez Sánchez Pérez Silva Santos Ferreira Pereira Oliveira Costa Jansen
                    Bakker Visser Smit Meijer Peeters Janssens Maes Kowalski Kowalska Nowak Wiśniewski Wójcik Kamiński
                    Novák Nováková Svoboda Dvořák Horváth Kováč Nagy Kovács Tóth Szabó Popescu Ionescu Popa Ivanov
                    Dimitrov Иванов Иванова Георгиев Димитрова Παπαδόπουλος Παπαδοπούλου Γεωργίου Horvat Kovačević Babić
                    Novak Krajnc Zupančič Kazlauskas Petrauskas Bērziņš Ozols Kalniņš Tamm Saar Sepp Korhonen Virtanen
                    Mäkinen Nieminen Andersson Johansson Karlsson Nilsson Jensen Nielsen Hansen Pedersen Murphy Kelly
                    Borg Camilleri Vella
                    """);

    private static List<String> words(String lines) {
        return List.of(lines.strip().split("\\s+", -1));
    }
}
