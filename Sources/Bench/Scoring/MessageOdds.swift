internal import Quantities
public import Truth

/// What one message says for a fault of its device that is known, against a sound device: log
/// likelihood ratios, for the oracle of quality.
public enum MessageOdds {
  /// No sound device sends the like: a number that was there before, a copy that is none of its
  /// tries, a charge that the voltage does not say. As sure as nearly anything: 10 million to one.
  public static let certain = 16.11809565095832  // log 1e7

  /// - Parameters:
  ///   - size: as in `OddMessage`.
  ///   - magnitude: of the fault: seconds that the clock jumped.
  ///   - clockSD: by how much such a device's clock is off, standard deviation, seconds.
  public static func gain(
    _ kind: FaultKind, size: Double, magnitude: Double, clockSD: Double
  ) -> Double {
    switch kind {
    case .replayed, .forged, .misnumbered, .misstatedCharge: return certain
    case .clockJump:
      // Two normal distributions a jump apart.
      let sd = max(clockSD, 1e-3)
      let rest = size - magnitude
      return 0.5 * (size * size - rest * rest) / (sd * sd)
    // A sound device's falls on every second tick by a half.
    case .doubledPeriod: return Elementary.log(2)
    case .bias, .drift, .stuck, .spikes, .noise, .dropout, .miscalibration, .swapped,
      .dyingBattery, .linkOutage, .gatewayRestart, .brokerPartition:
      return 0
    }
  }
}
