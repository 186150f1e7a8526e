/// What a number in a file measures, and the units in which it may be written.
struct Dimension: Hashable, Sendable {
  /// A unit, and how to reach the first of its dimension: (x + offset) * numerator / denominator.
  struct Unit: Hashable, Sendable {
    var symbol: String
    var numerator = 1.0
    var denominator = 1.0
    var offset = 0.0

    init(_ symbol: String, _ numerator: Double = 1, per denominator: Double = 1, offset: Double = 0)
    {
      self.symbol = symbol
      self.numerator = numerator
      self.denominator = denominator
      self.offset = offset
    }

    func canonical(_ x: Double) -> Double { (x + offset) * numerator / denominator }
  }

  /// The schema's name of it, `temperature`.
  var name: String
  /// With its article, for messages: `a temperature`.
  var noun: String
  var example: String
  /// The first is the one that values are kept and printed in.
  var units: [Unit]
  /// Units that are understood but not advertised, such as `C` for `°C`.
  var aliases: [String: String] = [:]

  var symbol: String { units[0].symbol }
  /// True where a bare number is complete.
  var isBare: Bool { units[0].symbol.isEmpty }

  /// The unit written so, spaces removed.
  func unit(_ symbol: String) -> Unit? {
    let name = aliases[symbol] ?? symbol
    return units.first { $0.symbol == name }
  }

  /// `K, mK` or `%, or none` for messages.
  var unitList: String {
    let named = units.map(\.symbol).filter { !$0.isEmpty }.joined(separator: ", ")
    if named.isEmpty { return "none" }
    return isBare ? named + ", or none" : named
  }

  /// A value as canonical text, `0.1 K`.
  func text(_ value: Double) -> String {
    let gap = symbol.isEmpty || symbol.hasPrefix("/") ? "" : " "
    return NumberText.text(value) + gap + symbol
  }

  static let temperature = Dimension(
    name: "temperature", noun: "a temperature", example: "20 °C",
    units: [Unit("°C"), Unit("°F", 5, per: 9, offset: -32)],
    aliases: ["C": "°C", "degC": "°C", "℃": "°C", "F": "°F", "degF": "°F"])
  static let temperatureDifference = Dimension(
    name: "temperature_difference", noun: "a temperature difference", example: "0.1 K",
    units: [Unit("K"), Unit("mK", per: 1000)])
  static let ratio = Dimension(
    name: "ratio", noun: "a share", example: "5 % or 0.05",
    units: [Unit(""), Unit("%", per: 100)], aliases: ["%RH": "%"])
  static let concentration = Dimension(
    name: "concentration", noun: "a CO2 concentration", example: "25 ppm", units: [Unit("ppm")])
  static let illuminance = Dimension(
    name: "illuminance", noun: "an illuminance", example: "20 lx",
    units: [Unit("lx"), Unit("klx", 1000)], aliases: ["lux": "lx"])
  static let power = Dimension(
    name: "power", noun: "a power", example: "10 W",
    units: [Unit("W"), Unit("kW", 1000), Unit("mW", per: 1000), Unit("µW", per: 1e6)],
    aliases: ["uW": "µW"])
  static let flow = Dimension(
    name: "flow", noun: "a flow of water", example: "2 L/min",
    units: [Unit("L/min"), Unit("L/h", per: 60)], aliases: ["l/min": "L/min", "l/h": "L/h"])
  static let voltage = Dimension(
    name: "voltage", noun: "a voltage", example: "230 V", units: [Unit("V"), Unit("kV", 1000)])
  static let current = Dimension(
    name: "current", noun: "a current", example: "0.01 A",
    units: [Unit("A"), Unit("mA", per: 1000)])
  static let radiatedPower = Dimension(
    name: "radiated_power", noun: "a radiated power", example: "0 dBm", units: [Unit("dBm")])
  static let level = Dimension(
    name: "level", noun: "a level difference", example: "2 dB", units: [Unit("dB")])
  static let carbonIntensity = Dimension(
    name: "carbon_intensity", noun: "a carbon intensity", example: "0.4 kg/kWh",
    units: [Unit("kg/kWh"), Unit("g/kWh", per: 1000)])
  static let energy = Dimension(
    name: "energy", noun: "an energy", example: "0.001 kWh",
    units: [Unit("kWh"), Unit("Wh", per: 1000)])
  static let batteryEnergy = Dimension(
    name: "battery_energy", noun: "an energy", example: "9 kJ",
    units: [Unit("J"), Unit("kJ", 1000), Unit("mJ", per: 1000)])
  static let tolerance = Dimension(
    name: "tolerance", noun: "a relative deviation", example: "20 ppm",
    units: [Unit(""), Unit("ppm", per: 1e6)])
  static let obscuration = Dimension(
    name: "obscuration", noun: "light lost a metre", example: "0.15 dB/m", units: [Unit("dB/m")])
  static let perDay = Dimension(
    name: "ratio_per_day", noun: "a share a day", example: "0.1 %/day",
    units: [Unit("/day"), Unit("%/day", per: 100)])
  static let perYear = Dimension(
    name: "ratio_per_year", noun: "a share a year", example: "0.25 %/year",
    units: [Unit("/year"), Unit("%/year", per: 100)])
  static let kelvinsPerYear = Dimension(
    name: "temperature_per_year", noun: "a temperature difference a year", example: "0.03 K/year",
    units: [Unit("K/year"), Unit("mK/year", per: 1000)])
  static let ppmPerYear = Dimension(
    name: "concentration_per_year", noun: "a CO2 concentration a year", example: "5 ppm/year",
    units: [Unit("ppm/year")])
  static let perKilopascal = Dimension(
    name: "ratio_per_pressure", noun: "a share per kilopascal", example: "1.6 %/kPa",
    units: [Unit("/kPa"), Unit("%/kPa", per: 100)])
  static let factor = Dimension(name: "factor", noun: "a number", example: "5", units: [Unit("")])
  static let area = Dimension(
    name: "area", noun: "an area", example: "12 m²", units: [Unit("m²")], aliases: ["m2": "m²"])
  static let dust = Dimension(
    name: "mass_concentration", noun: "a mass concentration", example: "8 µg/m³",
    units: [Unit("µg/m³"), Unit("mg/m³", 1000)], aliases: ["ug/m3": "µg/m³", "µg/m3": "µg/m³"])
  static let dustPerYear = Dimension(
    name: "mass_concentration_per_year", noun: "a mass concentration a year",
    example: "1 µg/m³/year", units: [Unit("µg/m³/year")],
    aliases: ["ug/m3/year": "µg/m³/year", "µg/m3/year": "µg/m³/year"])
  static let soundLevel = Dimension(
    name: "sound_level", noun: "a sound level", example: "35 dB", units: [Unit("dB")],
    aliases: ["dB(A)": "dB", "dBA": "dB"])
  static let length = Dimension(
    name: "length", noun: "a length", example: "2.5 m", units: [Unit("m"), Unit("cm", per: 100)])
  static let transmittance = Dimension(
    name: "transmittance", noun: "a U-value", example: "0.3 W/m²K", units: [Unit("W/m²K")],
    aliases: ["W/m2K": "W/m²K"])
  static let areaHeatCapacity = Dimension(
    name: "heat_capacity", noun: "a heat capacity of an area", example: "162 kJ/m²K",
    units: [Unit("kJ/m²K")], aliases: ["kJ/m2K": "kJ/m²K"])
  static let airChanges = Dimension(
    name: "air_changes", noun: "a rate of air changes", example: "0.5 /h", units: [Unit("/h")])
  static let deviations = Dimension(
    name: "deviations", noun: "a number of standard deviations", example: "5 sigma",
    units: [Unit("sigma")], aliases: ["": "sigma", "σ": "sigma"])

  /// The dimension of a change over time: its units are `/day`, `/h`, `/week` of this one's.
  ///
  /// Values are kept per day of 24 h.
  func perDay(noun: String, example: String) -> Dimension {
    var rates: [Unit] = []
    for (name, timesADay, days) in [("day", 1.0, 1.0), ("h", 24, 1), ("week", 1, 7)] {
      for unit in units {
        rates.append(
          Unit("\(unit.symbol)/\(name)", unit.numerator * timesADay, per: unit.denominator * days))
      }
    }
    var aliases: [String: String] = [:]
    for unit in units {
      aliases["\(unit.symbol)/d"] = "\(unit.symbol)/day"
      aliases["\(unit.symbol)/w"] = "\(unit.symbol)/week"
    }
    return Dimension(
      name: name + "_per_day", noun: noun, example: example, units: rates, aliases: aliases)
  }

  static let frequency = factor.perDay(noun: "a rate", example: "4/day")
}

/// A number with a unit, as people write it.
enum QuantityText {
  enum Failure: Error, Hashable {
    /// No number at the start, or one that is not finite.
    case notANumber
    case unitMissing
    case wrongUnit(String)
  }

  /// Reads `0.1 K` in its dimension's first unit.
  static func value(_ text: String, in dimension: Dimension) throws(Failure) -> Double {
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count, scalars[index] == " " { index += 1 }
    guard let (number, end) = NumberText.prefix(of: scalars, from: index) else {
      throw .notANumber
    }
    var symbol = ""
    for scalar in scalars[end...] where scalar != " " { symbol.unicodeScalars.append(scalar) }
    guard let unit = dimension.unit(symbol) else {
      throw symbol.isEmpty ? .unitMissing : .wrongUnit(symbol)
    }
    let value = unit.canonical(number)
    guard value.isFinite else { throw .notANumber }
    return value
  }
}

/// Decimal numbers as text, without the words and hexadecimals that `Double(_:)` accepts.
enum NumberText {
  /// The decimal number that begins at an index, and where it ends; nil unless it is finite.
  static func prefix(
    of scalars: [Unicode.Scalar], from start: Int
  ) -> (value: Double, end: Int)? {
    var index = start
    var text = ""
    func digits() -> Bool {
      let first = index
      while index < scalars.count {
        let scalar = scalars[index]
        guard ("0"..."9").contains(scalar) || (scalar == "_" && index > first) else { break }
        if scalar != "_" { text.unicodeScalars.append(scalar) }
        index += 1
      }
      return index > first
    }
    if index < scalars.count, scalars[index] == "-" || scalars[index] == "+" {
      text.unicodeScalars.append(scalars[index])
      index += 1
    }
    guard digits() else { return nil }
    if index + 1 < scalars.count, scalars[index] == ".", ("0"..."9").contains(scalars[index + 1]) {
      text += "."
      index += 1
      _ = digits()
    }
    (text, index) = exponent(text, scalars, index)
    // A number of hundreds of digits is no number that anybody means.
    guard text.utf8.count <= 320, let value = Double(text), value.isFinite else { return nil }
    return (value, index)
  }

  private static func exponent(
    _ text: String, _ scalars: [Unicode.Scalar], _ start: Int
  ) -> (String, Int) {
    var index = start
    guard index < scalars.count, scalars[index] == "e" || scalars[index] == "E" else {
      return (text, start)
    }
    index += 1
    var tail = "e"
    if index < scalars.count, scalars[index] == "-" || scalars[index] == "+" {
      tail.unicodeScalars.append(scalars[index])
      index += 1
    }
    let first = index
    while index < scalars.count, ("0"..."9").contains(scalars[index]) {
      tail.unicodeScalars.append(scalars[index])
      index += 1
    }
    return index > first ? (text + tail, index) : (text, start)
  }

  /// A whole text as one finite decimal number.
  static func value(_ text: String) -> Double? {
    let scalars = Array(text.unicodeScalars)
    guard let (value, end) = prefix(of: scalars, from: 0), end == scalars.count else { return nil }
    return value
  }

  /// A whole text as an unsigned integer; `_` may group digits.
  static func magnitude(_ text: String) -> UInt64? {
    guard let first = text.unicodeScalars.first, ("0"..."9").contains(first) else { return nil }
    guard text.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) || $0 == "_" }) else {
      return nil
    }
    return UInt64(text.filter { $0 != "_" })
  }

  /// The shortest text that reads back as the same number.
  static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
