/// Numbers as short texts, the same on every machine and in every locale.
public enum NumberText {
  /// What stands for a number that is missing or not a number.
  public static let missing = "\u{2013}"

  /// A number with `digits` significant digits: `0.0734`, `21.5`, `1,250`, `6.02e23`.
  public static func short(_ value: Double?, digits: Int = 3) -> String {
    guard let value else { return missing }
    return fixed(value, decimals: decimals(for: value, digits: digits))
  }

  /// How many decimals show `digits` significant digits of a number.
  public static func decimals(for value: Double, digits: Int = 3) -> Int {
    guard value.isFinite, value != 0 else { return 0 }
    var size = value.magnitude
    if size >= 1e6 { return 0 }
    var decimals = max(0, digits - 1)
    while size >= 10, decimals > 0 {
      size /= 10
      decimals -= 1
    }
    while size < 1, decimals < digits + 5 {
      size *= 10
      decimals += 1
    }
    return decimals
  }

  /// A number with a fixed count of decimals; beyond 1e7, and where nothing would be left, with an
  /// exponent.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard !value.isNaN else { return missing }
    guard value.isFinite else { return value > 0 ? "\u{221E}" : "-\u{221E}" }
    guard value != 0 else { return plain(0, decimals: decimals, isNegative: false) }
    let size = value.magnitude
    if size >= 1e7 { return scientific(value) }
    let scaled = (size * power(decimals)).rounded(.toNearestOrAwayFromZero)
    if size < 1e-4, scaled < 10 { return scientific(value) }
    guard scaled < 9e15 else { return scientific(value) }
    return plain(Int64(scaled), decimals: decimals, isNegative: value < 0 && scaled > 0)
  }

  /// A whole number with commas at the thousands.
  public static func whole(_ value: Int) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  /// A number for data files: shortest exact text, empty if not finite.
  public static func exact(_ value: Double) -> String { value.isFinite ? value.description : "" }

  /// The same text with a real minus sign, for print.
  static func typeset(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(scalar == "-" ? "\u{2212}" : scalar)
    }
    return result
  }

  private static func plain(_ scaled: Int64, decimals: Int, isNegative: Bool) -> String {
    var digits = String(scaled)
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let head = grouped(String(digits.dropLast(decimals)))
    let tail = decimals > 0 ? "." + digits.suffix(decimals) : ""
    return (isNegative ? "-" : "") + head + tail
  }

  private static func grouped(_ digits: String) -> String {
    guard digits.count > 3 else { return digits }
    return grouped(String(digits.dropLast(3))) + "," + digits.suffix(3)
  }

  private static func scientific(_ value: Double) -> String {
    var mantissa = value.magnitude
    var exponent = 0
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    var hundredths = Int64((mantissa * 100).rounded())
    if hundredths >= 1_000 {
      hundredths = 100
      exponent += 1
    }
    let text = plain(hundredths, decimals: 2, isNegative: value < 0)
    return text + "e" + String(exponent)
  }

  private static func power(_ decimals: Int) -> Double {
    var result = 1.0
    for _ in 0..<max(0, decimals) { result *= 10 }
    return result
  }
}
