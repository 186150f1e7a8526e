public import Clockwork
internal import Quantities

/// The voltage at a home's service: what the utility delivers, less what the service drops.
///
/// The utility's part is a constant of the place, a daily wave that is lowest in the evening, and
/// noise at knots of three hours and of a quarter, with straight lines between. It depends on the
/// home and the time alone, so that whoever gets a battery has the same voltage as before.
/// Regulators keep it within 5 % (ANSI C84.1-2020, range A at the service; EN 50160 allows 10).
/// Assumed within that: constant 1.5 % either way (1-3), wave 0.6 % (0.3-1.5), noise 0.5 and 0.3 %
/// (0.2-1).
public struct MainsVoltage: Sendable {
  /// Between knots.
  static let knotEvery = SimDuration.minutes(15)
  /// Knots of the slow part.
  static let slowKnots: Int64 = 12
  static let offsetMax = 0.015
  static let wave = 0.006
  static let slowSD = 0.005
  static let fastSD = 0.003
  /// Bounds of the utility's part, over the nominal.
  static let ratioMin = 0.95
  static let ratioMax = 1.05
  /// What a service drops at its full rating (NEC 2023, 215.2(A)(2), informational note 2).
  static let dropShare = 0.03
  /// Up to this nominal voltage homes have two legs of it, with twice as much between them.
  static let splitPhaseMaxV = 130.0
  /// Local mean time at which the voltage is lowest, h (assumed, 17-21).
  static let lowestHour = 19.0

  /// Between one live wire and neutral, V.
  public let nominalV: Double
  private let key: RandomKey?
  private let offset: Double
  private let solarHours: Double
  private var knot = Int64.min
  private var from = 1.0
  private var to = 1.0

  /// Mains that never move.
  public init(steadyV: Double) {
    nominalV = steadyV
    key = nil
    offset = 0
    solarHours = 0
  }

  /// - Parameters:
  ///   - key: of one home.
  ///   - longitudeDegrees: east is positive; tells when evening is.
  public init(nominalV: Double, key: RandomKey, longitudeDegrees: Double) {
    self.nominalV = nominalV
    self.key = key
    offset = Self.offsetMax * (2 * key.uniform(0) - 1)
    solarHours = longitudeDegrees / 15
  }

  /// Between the two wires of the largest circuits, V.
  public var fullV: Double { isSplit ? 2 * nominalV : nominalV }

  /// Whether there are two legs.
  var isSplit: Bool { nominalV <= Self.splitPhaseMaxV }

  /// The highest that comes, over the nominal.
  var highestRatio: Double { key == nil ? 1 : Self.ratioMax }

  /// Hour of the local mean time, and whole days besides.
  func meanHour(at time: SimTime) -> Double {
    Double(time.microseconds) / 3.6e9 + solarHours
  }

  /// The utility's voltage over its nominal.
  mutating func ratio(at time: SimTime) -> Double {
    guard key != nil else { return 1 }
    let every = Self.knotEvery.microseconds
    let number = time.microseconds / every
    if number != knot {
      from = number == knot + 1 ? to : value(number)
      to = value(number + 1)
      knot = number
    }
    let share = Double(time.microseconds - number * every) / Double(every)
    return min(max(from + share * (to - from), Self.ratioMin), Self.ratioMax)
  }

  private func value(_ number: Int64) -> Double {
    guard let key else { return 1 }
    // Event 0 is the home's constant; slow knots are odd, fast ones even.
    func normal(_ event: Int64, _ parity: UInt64) -> Double {
      key.gaussian(2 &* UInt64(bitPattern: event) &+ parity)
    }
    let slow = number / Self.slowKnots
    let share = Double(number % Self.slowKnots) / Double(Self.slowKnots)
    let noise =
      Self.slowSD * ((1 - share) * normal(slow, 1) + share * normal(slow + 1, 1))
      + Self.fastSD * normal(number, 2)
    let hours =
      meanHour(at: SimTime(microseconds: number * Self.knotEvery.microseconds))
      - Self.lowestHour
    return 1 + offset + noise - Self.wave * Elementary.cos(2 * .pi * hours / 24)
  }
}
