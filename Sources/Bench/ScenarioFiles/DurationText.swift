internal import Clockwork

/// Durations as people write them: `90s`, `5min`, `1h30min`, `7d`; a day is 24 h.
enum DurationText {
  enum Failure: Error, Hashable {
    case notADuration
    case unitMissing
    case wrongUnit(String)
    case tooLong
    case tooFine
  }

  /// The units from long to short, in microseconds.
  static let units: [(symbol: String, microseconds: Int64)] = [
    ("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000),
    ("ms", 1000), ("us", 1),
  ]

  private static let aliases = [
    "day": "d", "days": "d", "hours": "h", "hour": "h", "minutes": "min", "minute": "min",
    "sec": "s", "seconds": "s", "second": "s", "µs": "us", "μs": "us",
  ]

  /// Reads one or more amounts with units, which add up; `0` needs no unit.
  static func value(_ text: String) throws(Failure) -> SimDuration {
    var rest = text.unicodeScalars.filter { $0 != " " }[...]
    if rest.elementsEqual("0".unicodeScalars) { return .zero }
    var sign: Int64 = 1
    if rest.first == "-" || rest.first == "+" { sign = rest.removeFirst() == "-" ? -1 : 1 }
    guard !rest.isEmpty else { throw .notADuration }
    var total: Int64 = 0
    while !rest.isEmpty {
      let (sum, overflow) = total.addingReportingOverflow(try amount(&rest))
      if overflow { throw .tooLong }
      total = sum
    }
    return SimDuration(microseconds: sign * total)
  }

  /// Takes one decimal amount and its unit off the front; exact in microseconds.
  private static func amount(
    _ rest: inout String.UnicodeScalarView.SubSequence
  ) throws(Failure) -> Int64 {
    let whole = String(rest.prefix { ("0"..."9").contains($0) })
    rest = rest.dropFirst(whole.unicodeScalars.count)
    guard !whole.isEmpty else { throw .notADuration }
    var fraction = ""
    if rest.first == "." {
      rest.removeFirst()
      fraction = String(rest.prefix { ("0"..."9").contains($0) })
      rest = rest.dropFirst(fraction.unicodeScalars.count)
      guard !fraction.isEmpty else { throw .notADuration }
    }
    let written = String(rest.prefix { !("0"..."9").contains($0) && $0 != "." })
    rest = rest.dropFirst(written.unicodeScalars.count)
    if written.isEmpty { throw .unitMissing }
    let symbol = aliases[written] ?? written
    guard let unit = units.first(where: { $0.symbol == symbol }) else {
      throw .wrongUnit(written)
    }
    guard let count = Int64(whole) else { throw .tooLong }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.microseconds)
    if overflow { throw .tooLong }
    let (sum, sumOverflow) = product.addingReportingOverflow(
      try microseconds(ofFraction: fraction, of: unit.microseconds))
    if sumOverflow { throw .tooLong }
    return sum
  }

  private static func microseconds(
    ofFraction digits: String, of unit: Int64
  ) throws(Failure) -> Int64 {
    var (result, remaining) = (Int64(0), unit)
    for digit in digits.utf8 {
      let value = Int64(digit - UInt8(ascii: "0"))
      if value != 0, remaining % 10 != 0 { throw .tooFine }
      remaining /= 10
      result += value * remaining
    }
    return result
  }

  /// Canonical text: reads back as the same duration. Under two days hours are the largest unit.
  static func text(_ duration: SimDuration) -> String {
    if duration.microseconds == 0 { return "0s" }
    var rest = duration.microseconds.magnitude
    var text = duration.microseconds < 0 ? "-" : ""
    for unit in units {
      let size = unit.microseconds.magnitude
      if unit.symbol == "d", rest < 2 * size { continue }
      let count = rest / size
      if count > 0 { text += "\(count)\(unit.symbol)" }
      rest -= count * size
    }
    return text
  }

  /// For the JSON Schema.
  static let pattern = "^" + positivePattern + "$|^0$"
  /// The same where it may go back.
  static let signedPattern = "^ *[-+]?" + positivePattern + "$|^0$"
  private static let positivePattern =
    #" *([0-9]+(\.[0-9]+)? *(d|h|min|s|ms|us) *)+"#
}
