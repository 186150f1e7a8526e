public import Calendar
public import Clockwork
internal import ScenarioFiles

/// Prices of electricity hour by hour, as a table of a user's own.
///
/// CSV with a header line and two columns: `time`, when an hour begins (by the place's clock, or
/// with an offset; a space or a `T` before the time of day), and `price_per_kwh`. Every hour
/// follows the one before. Where a clock without offsets is put back, the hour that comes twice is
/// there twice.
public struct PriceFile: Sendable {
  static let columns = ["time", "price_per_kwh"]
  private static let hour = SimDuration.hours(1)

  /// When the first hour begins.
  public let start: SimTime
  public let pricePerKWh: [Double]

  /// - Parameter zone: of times without an offset.
  /// - Throws: ``ExchangeError`` with file, line, what was found and expected.
  public init(path: String, zone: ZoneRule) throws(ExchangeError) {
    var lines = try LineReader(path: path)
    let header = try Self.fields(of: &lines, path) ?? []
    try Self.checkHeader(header, "\(path):\(max(lines.number, 1))")
    let (timePlace, pricePlace) = (header[0] == "time" ? 0 : 1, header[0] == "time" ? 1 : 0)
    var first: SimTime?
    var next = SimTime.distantPast
    var prices: [Double] = []
    while let fields = try Self.fields(of: &lines, path) {
      let place = "\(path):\(lines.number)"
      guard fields.count == header.count else {
        throw .badPrices(place: place, text: "found \(fields.count) values, expected 2")
      }
      var time = try Self.moment(fields[timePlace], zone, place)
      if first != nil {
        // The second of the two hours that a clock shows alike.
        if time.isLocal, time.moment == next - Self.hour,
          zone.civil(at: next) == zone.civil(at: time.moment)
        {
          time.moment = next
        }
        guard time.moment == next else {
          throw .badPrices(
            place: place,
            text: "time: found \"\(fields[timePlace].prefix(40))\", expected the hour after the "
              + "one before, \(Timestamp.localText(next, in: zone))")
        }
      } else {
        first = time.moment
      }
      next = time.moment + Self.hour
      prices.append(try Self.price(fields[pricePlace], place))
    }
    guard let first else {
      throw .badPrices(place: path + ":1", text: "found no prices, expected a row an hour")
    }
    start = first
    pricePerKWh = prices
  }

  private static func fields(
    of lines: inout LineReader, _ path: String
  ) throws(ExchangeError) -> [String]? {
    while let line = try lines.line() {
      let place = "\(path):\(lines.number)"
      guard case .text(var text) = line else {
        throw .badPrices(
          place: place, text: "found a line of more than \(LineReader.lengthMax) bytes")
      }
      if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      guard let fields = CSVLine.fields(text) else {
        throw .badPrices(place: place, text: "found open quotes or bytes that are no text")
      }
      return fields
    }
    return nil
  }

  private static func checkHeader(_ header: [String], _ place: String) throws(ExchangeError) {
    guard header.sorted() != columns.sorted() else { return }
    let found = header.map { String($0.prefix(40)) }.joined(separator: ",")
    let missing = columns.first { !header.contains($0) }
    let near =
      missing.flatMap { Nearest.word(to: $0, among: header) }
      .map { "; did you mean \"\(missing ?? "")\" by \"\($0)\"?" } ?? ""
    throw .badPrices(
      place: place,
      text: "found the columns \(found.isEmpty ? "of an empty file" : found), "
        + "expected time,price_per_kwh\(near)")
  }

  private static func moment(
    _ text: String, _ zone: ZoneRule, _ place: String
  ) throws(ExchangeError) -> (moment: SimTime, isLocal: Bool) {
    guard let stamp = try? Timestamp(text.replacing(" ", with: "T", maxReplacements: 1)) else {
      throw .badPrices(
        place: place,
        text: "time: found \"\(text.prefix(40))\", expected a time such as 2024-01-15T17:00")
    }
    let moment = stamp.moment(in: zone)
    // Full hours of the place's clock, which may be half an hour off those of universal time.
    let dial = moment + zone.utcOffset(at: moment)
    guard dial.microseconds % hour.microseconds == 0 else {
      throw .badPrices(
        place: place,
        text: "time: found \"\(text.prefix(40))\", expected a whole hour of the place's clock")
    }
    return (moment, stamp.utcOffset == nil)
  }

  private static func price(_ text: String, _ place: String) throws(ExchangeError) -> Double {
    guard let number = Cell.text(text).number, (-10...1_000).contains(number) else {
      throw .badPrices(
        place: place,
        text: "price_per_kwh: found \"\(text.prefix(40))\", expected a number from -10 to 1000")
    }
    return number
  }
}
