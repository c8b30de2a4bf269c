package eu.socle.infer;

import java.util.List;

/// How a conversation becomes one text for the model to continue.
public enum ChatTemplate {
    /// For base models, which were never taught roles: the content of each message, followed by a
    /// newline. Nothing marks who speaks.
    PLAIN {
        @Override
        public String render(List<Message> messages) {
            StringBuilder text = new StringBuilder();
            for (Message message : messages) {
                text.append(message.content()).append('\n');
            }
            return text.toString();
        }
    };

    /// The text to continue.
    public abstract String render(List<Message> messages);

    /// `plain`.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
