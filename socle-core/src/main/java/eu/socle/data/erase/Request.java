package eu.socle.data.erase;

import java.util.List;

/// What somebody asks to be erased.
///
/// @param documents ids of documents
/// @param urls addresses; every document that was read from one is meant
/// @param identifiers words that name a person, for example a full name or an account; every
///   document that has them in its text, author, title, address or id is meant
public record Request(List<String> documents, List<String> urls, List<String> identifiers) {

    public Request {
        documents = List.copyOf(documents);
        urls = List.copyOf(urls);
        identifiers = List.copyOf(identifiers);
    }
}
