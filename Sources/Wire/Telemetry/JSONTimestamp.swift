public import Clockwork

/// Moments as text: ISO 8601 in UTC, such as `2024-09-02T10:00:00Z`, with six decimals if needed.
///
/// - Source: days from and to the civil calendar as in Hinnant 2013, "chrono-compatible low-level
///   date algorithms".
public enum JSONTimestamp {
  /// The text of a moment; years outside 0...9999 have more digits or a sign.
  public static func text(_ time: SimTime) -> String {
    let (days, inDay) = split(time.microseconds, by: 86_400_000_000)
    let date = civilDate(days: days)
    let seconds = inDay / 1_000_000
    let fraction = inDay % 1_000_000
    var text = padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
    text += "T" + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2)
    text += ":" + padded(seconds % 60, 2)
    if fraction != 0 { text += "." + padded(fraction, 6) }
    return text + "Z"
  }

  /// Reads `YYYY-MM-DDThh:mm:ss[.f...](Z|+hh:mm|-hh:mm)`; nil for anything else.
  ///
  /// Decimals beyond the sixth are cut off.
  public static func parse(_ text: String) -> SimTime? {
    var rest = Array(text.utf8)[...]
    func digits(_ count: Int) -> Int64? {
      guard rest.count >= count else { return nil }
      var value: Int64 = 0
      for byte in rest.prefix(count) {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int64(byte - 0x30)
      }
      rest = rest.dropFirst(count)
      return value
    }
    func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: scalar) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = digits(4), take("-"), let month = digits(2), take("-"),
      let day = digits(2), take("T"), let hour = digits(2), take(":"), let minute = digits(2),
      take(":"), let second = digits(2), hour < 24, minute < 60, second < 60
    else { return nil }
    let days = daysFromCivil(year: year, month: month, day: day)
    let date = civilDate(days: days)
    guard date.year == year, date.month == month, date.day == day else { return nil }
    var microseconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    microseconds *= 1_000_000
    if take(".") {
      guard let fraction = parseFraction(&rest) else { return nil }
      microseconds += fraction
    }
    if !take("Z") {
      let sign: Int64 = rest.first == UInt8(ascii: "-") ? -1 : 1
      guard take("+") || take("-"), let hours = digits(2), take(":"), let minutes = digits(2),
        hours < 24, minutes < 60
      else { return nil }
      microseconds -= sign * (hours * 60 + minutes) * 60_000_000
    }
    return rest.isEmpty ? SimTime(microseconds: microseconds) : nil
  }

  private static func parseFraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    var fraction: Int64 = 0
    var scale: Int64 = 100_000
    var count = 0
    while let byte = rest.first, byte >= 0x30, byte <= 0x39 {
      fraction += Int64(byte - 0x30) * scale
      scale /= 10
      count += 1
      rest = rest.dropFirst()
    }
    return count > 0 ? fraction : nil
  }

  private static func split(_ value: Int64, by step: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return remainder < 0 ? (quotient - 1, remainder + step) : (quotient, remainder)
  }

  private static func daysFromCivil(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = split(year, by: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civilDate(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = split(days + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }
}
