package eu.socle.core;

/// Something that can say how much energy was used since a moment.
public interface Meter {

    /// Starts a window. Windows may overlap; each is independent.
    Window start();

    /// What the meter is and what it covers, or why there is none; one line for people.
    String describe();

    /// An open measuring window.
    interface Window {
        /// Energy since the window was started; may be asked many times.
        Joules read();
    }
}
