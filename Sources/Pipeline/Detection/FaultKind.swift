/// What is wrong with a sensor's series.
public enum FaultKind: String, CaseIterable, Hashable, Sendable {
  /// One value over and over, longer than the series is used to.
  case stuck
  /// More or less noise than before.
  case noise
  /// Single values far from their neighbours.
  case spike
  /// The level has moved.
  case bias
  /// The level moves on.
  case drift
  /// No values for longer than usual.
  case dropout
  /// Time that goes back or leaves its rhythm.
  case clock
  /// Several values together as never before; no kind in particular.
  case unusual
}

/// A number a row that a member of the ensemble watches; high is suspicious.
public enum FaultChannel: Int, CaseIterable, Hashable, Sendable {
  case run, noiseRise, noiseFall, spike, shift, drift, gap, clock, pattern, remainder, unrest

  public var kind: FaultKind {
    switch self {
    case .run: .stuck
    case .noiseRise, .noiseFall: .noise
    case .spike: .spike
    case .shift: .bias
    case .drift: .drift
    case .gap: .dropout
    case .clock: .clock
    case .pattern, .remainder, .unrest: .unusual
    }
  }

  /// No score up to it is an alarm, however regular the clean stretch was: in rows, in usual
  /// periods, in shares of a period.
  var floor: Double {
    switch self {
    case .run: 3
    case .gap: 2.5
    case .clock: 0.2
    default: 0
    }
  }
}
