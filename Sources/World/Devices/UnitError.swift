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
public struct UnitError: Hashable, Sendable {
  /// Share of the value.
  public internal(set) var gain = 0.0
  /// At power-on, in the channel's unit.
  public internal(set) var bias = 0.0
  /// What ageing adds a second.
  var slopePerSecond = 0.0
  /// K above the air once warm.
  var heatK = 0.0
  var warmUpSeconds = 0.0
  var poweredOn = SimTime(microseconds: 0)
  /// Whether the heat adds to the reading; else it dries the air.
  var isThermometer = false
  /// Power of a microphone's own noise over that of 0 dB; 0 for what is none.
  var ownPower = 0.0

  /// No error at all.
  public static let none = UnitError()

  /// What is read of a value, by a unit that follows at once.
  public func reading(of value: Double, at time: SimTime) -> Double {
    let age = (time - poweredOn).seconds
    let constant = bias + slopePerSecond * age
    guard heatK > 0 else { return heard(value) * (1 + gain) + constant }
    let heat = heatK * warmth(age)
    return isThermometer
      ? value * (1 + gain) + constant + heat
      : value * (1 + gain) * Self.dryness(heat) + constant
  }

  /// What value such a reading stands for.
  public func value(of reading: Double, at time: SimTime) -> Double {
    let age = (time - poweredOn).seconds
    let rest = reading - bias - slopePerSecond * age
    guard heatK > 0 else { return unheard(rest / (1 + gain)) }
    let heat = heatK * warmth(age)
    return isThermometer ? (rest - heat) / (1 + gain) : rest / ((1 + gain) * Self.dryness(heat))
  }

  /// The level of a sound and a microphone's own noise together, dB.
  func heard(_ level: Double) -> Double {
    ownPower > 0 ? Self.level(Self.power(level) + ownPower) : level
  }

  /// What is left of a level without the microphone's noise, dB; no less than 0.
  private func unheard(_ level: Double) -> Double {
    ownPower > 0 ? Self.level(max(Self.power(level) - ownPower, 1)) : level
  }

  /// Power over that of 0 dB.
  static func power(_ decibels: Double) -> Double {
    Elementary.exp(0.1 * decibels * 2.302585092994046)
  }

  private static func level(_ power: Double) -> Double { 10 * Elementary.log10(power) }

  /// Share 0...1 of the full heat, so many seconds after power-on.
  private func warmth(_ age: Double) -> Double {
    guard warmUpSeconds > 0, age < 30 * warmUpSeconds else { return 1 }
    return 1 - Elementary.exp(-max(age, 0) / warmUpSeconds)
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
  ///   - unit: keys the unit's chance.
  ///   - pressurePa: of the air where it stands.
  init(_ model: ChannelModel, unit: RandomKey, poweredOn: SimTime, pressurePa: Double) {
    let pressure = model.pressureSharePerKPa * (pressurePa - 101_325) / 1_000
    gain = (1 + model.gainSD * unit.gaussian(2)) * (1 + pressure) - 1
    bias = model.biasSD * unit.gaussian(0)
    slopePerSecond = model.ageingSDPerYear * unit.gaussian(3) / SimDuration.year.seconds
    // Housings differ: a tenth either way.
    heatK = model.selfHeatingK * Elementary.exp(0.1 * unit.gaussian(4))
    warmUpSeconds = model.warmUpSeconds
    isThermometer = model.channel == .temperature
    ownPower = model.selfNoiseDB.map(Self.power) ?? 0
    self.poweredOn = poweredOn
  }
}
