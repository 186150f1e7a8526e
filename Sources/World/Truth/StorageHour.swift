public import Clockwork

/// What stores electricity in a home, over one hour.
public struct StorageHour: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case battery, car
  }

  public var kind: Kind
  /// When the hour begins.
  public var start: SimTime
  /// Held at its end, kWh; nil for a car that is away then, of which nobody at home knows.
  public var chargeKWh: Double?
  /// That over the capacity, 0...1.
  public var level: Double?
  /// Mean power into it, W; negative where a battery gives.
  public var meanW: Double
  /// Whether it stands at the home at the hour's end; batteries always do.
  public var isHome: Bool

  public init(
    kind: Kind, start: SimTime, chargeKWh: Double?, level: Double?, meanW: Double, isHome: Bool
  ) {
    self.kind = kind
    self.start = start
    self.chargeKWh = chargeKWh
    self.level = level
    self.meanW = meanW
    self.isHome = isHome
  }
}
