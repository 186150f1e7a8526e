public import Clockwork
internal import Quantities
internal import Telemetry

/// The systematic error of one unit: what stands between the value at its sensor and its readings
/// when noise and faults are taken away.
///
/// reading = value * (1 + gain) * dryness + bias + slope * age + heat. A microphone hears its own
/// noise beside the value first. The last ones belong to self-heating: a thermometer reads the
/// heat, a hygrometer the drier air about it. All but the warm-up after power-on are fixed for a
/// unit.
public struct UnitError: Sendable {
  /// What all units of the model have in common.
  @usableFromInline let figures: SensorFigures
  /// Share of the value.
  public let gain: Double
  /// At power-on, in the channel's unit.
  public let bias: Double
  /// What ageing adds a second.
  let slopePerSecond: Double
  /// K above the air once warm.
  let heatK: Double
  @usableFromInline let poweredOn: SimTime

  /// What is read of a value, by a unit that follows at once.
  public func reading(of value: Double, at time: SimTime) -> Double {
    let age = (time - poweredOn).seconds
    let constant = bias + slopePerSecond * age
    guard heatK > 0 else { return heard(value) * (1 + gain) + constant }
    let heat = heatK * warmth(age)
    return figures.isThermometer
      ? value * (1 + gain) + constant + heat
      : value * (1 + gain) * Self.dryness(heat) + constant
  }

  /// What value such a reading stands for.
  public func value(of reading: Double, at time: SimTime) -> Double {
    let age = (time - poweredOn).seconds
    let rest = reading - bias - slopePerSecond * age
    guard heatK > 0 else { return unheard(rest / (1 + gain)) }
    let heat = heatK * warmth(age)
    return figures.isThermometer
      ? (rest - heat) / (1 + gain) : rest / ((1 + gain) * Self.dryness(heat))
  }

  /// The level of a sound and a microphone's own noise together, dB.
  func heard(_ level: Double) -> Double {
    figures.ownPower > 0 ? Self.level(Self.power(level) + figures.ownPower) : level
  }

  /// What is left of a level without the microphone's noise, dB; no less than 0.
  private func unheard(_ level: Double) -> Double {
    figures.ownPower > 0 ? Self.level(max(Self.power(level) - figures.ownPower, 1)) : level
  }

  /// Power over that of 0 dB.
  static func power(_ decibels: Double) -> Double {
    Elementary.exp(0.1 * decibels * 2.302585092994046)
  }

  private static func level(_ power: Double) -> Double { 10 * Elementary.log10(power) }

  /// Share 0...1 of the full heat, so many seconds after power-on.
  private func warmth(_ age: Double) -> Double {
    guard figures.warmUpSeconds > 0, age < 30 * figures.warmUpSeconds else { return 1 }
    return 1 - Elementary.exp(-max(age, 0) / figures.warmUpSeconds)
  }

  /// Relative humidity of room air that was warmed by so many K, as a share of what it was.
  ///
  /// The ratio of two saturation pressures by Magnus's formula at 21 °C: 5.9 % less for one K.
  /// In rooms of 15 to 27 °C the loss differs by a twentieth of itself, which is left out so that
  /// the error does not need to know the room.
  /// Source: World Meteorological Organization, WMO-No. 8, annex 4.B (17.62, 243.12 °C).
  static func dryness(_ heatK: Double) -> Double {
    func exponent(_ celsius: Double) -> Double { 17.62 * celsius / (243.12 + celsius) }
    return Elementary.exp(exponent(21) - exponent(21 + heatK))
  }
}

extension UnitError {
  /// Draws a unit of a model.
  ///
  /// A unit's ageing begins when it is switched on; what came before is in its bias.
  ///
  /// - Parameters:
  ///   - figures: the model's.
  ///   - unit: keys the unit's chance.
  ///   - pressurePa: of the air where it stands.
  init(
    _ model: ChannelModel, _ figures: SensorFigures, unit: RandomKey, poweredOn: SimTime,
    pressurePa: Double
  ) {
    let pressure = model.pressureSharePerKPa * (pressurePa - 101_325) / 1_000
    gain = (1 + model.gainSD * unit.gaussian(2)) * (1 + pressure) - 1
    bias = model.biasSD * unit.gaussian(0)
    slopePerSecond = model.ageingSDPerYear * unit.gaussian(3) / SimDuration.year.seconds
    // Housings differ: a tenth either way.
    heatK = model.selfHeatingK * Elementary.exp(0.1 * unit.gaussian(4))
    self.figures = figures
    self.poweredOn = poweredOn
  }
}
