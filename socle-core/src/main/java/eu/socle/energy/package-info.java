/// Meters: how much energy work used, or why nobody can say.
///
/// Read first: [eu.socle.energy.Meters] (which meter this machine has), [eu.socle.energy.Rapl]
/// (counters), [eu.socle.energy.PowerModel] (no counters).
///
/// ```java
/// Meter meter = Meters.detect(config);
/// Meter.Window window = meter.start();
/// Joules used = window.read();
/// ```
@NullMarked
package eu.socle.energy;

import org.jspecify.annotations.NullMarked;
