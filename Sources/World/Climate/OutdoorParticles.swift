public import Clockwork
internal import Quantities

/// Fine particles outdoors: a level that wanders from day to day, the same for all homes of a
/// place.
///
/// Daily means of cities are lognormal (Kahn 1973; geometric deviations of 1.4 to 1.9 in US
/// cities); between noons the logarithm goes straight. Within a day nothing else moves it.
public struct OutdoorParticles: Sendable {
  /// µg/m³.
  public let medianUgM3: Double
  /// Deviation of the logarithm.
  public let spread: Double
  private let key: RandomKey

  public init(medianUgM3: Double, spread: Double, seed: UInt64) {
    self.medianUgM3 = medianUgM3
    self.spread = spread
    key = RandomKey(seed: seed, purpose: Purpose("climate.particles"), entity: 0)
  }

  /// At a moment, µg/m³.
  public func concentration(at time: SimTime) -> Double {
    let day = SimDuration.days(1).microseconds
    let (number, rest) = time.microseconds.quotientAndRemainder(dividingBy: day)
    let share = Double(rest) / Double(day)
    let (a, b) = (
      key.gaussian(UInt64(bitPattern: number)), key.gaussian(UInt64(bitPattern: number + 1))
    )
    return medianUgM3 * Elementary.exp(spread * ((1 - share) * a + share * b))
  }
}
