internal import Quantities

/// The air of a home that was lived in before its first moment, as far as the weather of that
/// moment tells: heated or cooled where it needs to be, as warm as the weather has it else.
///
/// Without it each home began at its heating set point, in July too, and the first day's cooling
/// was a third too low.
public struct StartClimate: Sendable {
  public let temperatureC: Double
  /// 0...1.
  public let relativeHumidity: Double

  /// How much warmer than the outdoors' mean a home is by people, appliances and sun (assumed,
  /// 3 to 8 K), and how much warmer that mean is than midnight, when homes begin (assumed, 1 to
  /// 4 K).
  static let gainK = 5.0
  static let meanAboveNightK = 2.0

  public init(
    outdoor: OutdoorConditions, heatingC: Double, coolingC: Double, canCool: Bool,
    pressurePa: Double
  ) {
    let free = max(heatingC, outdoor.temperatureC + Self.meanAboveNightK + Self.gainK)
    let isCooled = canCool && free > coolingC
    temperatureC = isCooled ? coolingC : free
    let ratio =
      outdoor.humidityRatio + Self.excessGramsM3(outdoorC: outdoor.temperatureC) / Self.gramsM3
    let humidity = Psychrometrics.relativeHumidity(
      humidityRatio: ratio,
      saturationPressurePa: Psychrometrics.saturationPressureMagnusPa(temperatureC: temperatureC),
      pressurePa: pressurePa)
    // A coil dries what it cools; no plant dries the others, their windows do.
    relativeHumidity = min(max(humidity, 0.15), isCooled ? 0.55 : 0.75)
  }

  /// What living adds to the outdoors' vapour: 1.8 g/m³ in the cold, 0.5 in summer (T. Kalamees,
  /// J. Vinha and J. Kurnitski, *J. Building Physics* 29, 2006: 101 houses), in between by
  /// temperature from 5 to 15 °C.
  static func excessGramsM3(outdoorC: Double) -> Double {
    1.8 - 1.3 * min(1, max(0, (outdoorC - 5) / 10))
  }

  /// Of dry air at 20 °C, g/m³.
  private static let gramsM3 = 1_204.0
}
