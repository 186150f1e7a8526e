internal import Calendar
internal import ScenarioFiles

/// What meters of real homes measured, as tables of a user's own.
///
/// CSV with a header line: `time` (as the meter's clock showed it, with or without an offset, a
/// space or a `T` before the time of day), a column of powers, and `home` where there are several.
/// An empty power is one that was not measured.
public struct MeterFile: Sendable {
  public struct Home: Sendable {
    public var name: String
    /// Mean power of each hour that was measured, W; hours are counted from 1970-01-01T00:00 on the
    /// meter's own clock.
    public var hours: [(hour: Int, meanW: Double)]

    public init(name: String, hours: [(hour: Int, meanW: Double)]) {
      self.name = name
      self.hours = hours
    }
  }

  /// The default column of powers.
  public static let powerColumn = "power_w"

  /// Homes as a table that can be read again: an hour a row, home after home.
  public static func text(_ homes: [Home]) -> String {
    var text = "time,home,\(powerColumn)\n"
    for home in homes {
      for (hour, mean) in home.hours {
        text += "\(timeText(hour)),\(home.name),\(mean)\n"
      }
    }
    return text
  }

  public let homes: [Home]

  /// - Parameters:
  ///   - column: of the powers.
  ///   - scale: watts of one unit of the column, 1000 for kilowatts.
  /// - Throws: ``ExchangeError`` with file, line, what was found and expected.
  public init(path: String, column: String, scale: Double) throws(ExchangeError) {
    guard path.lowercased().hasSuffix(".csv") else {
      throw .badMeter(place: path, text: "found an unknown ending, expected .csv")
    }
    var lines = try LineReader(path: path)
    guard let header = try Self.fields(of: &lines, path) else {
      throw .badMeter(
        place: path,
        text: "found an empty file, expected a header line with time and \(column), and rows below")
    }
    let places = try Self.places(header, column, "\(path):\(lines.number)")
    var sums: [String: [Int: (sum: Double, count: Int)]] = [:]
    var names: [String] = []
    let stem = Self.stem(path)
    while let fields = try Self.fields(of: &lines, path) {
      let place = "\(path):\(lines.number)"
      guard fields.count == header.count else {
        throw .badMeter(
          place: place, text: "found \(fields.count) values, expected \(header.count)")
      }
      let hour = try Self.hour(fields[places.time], place)
      let name = places.home.map { fields[$0] } ?? stem
      guard !name.isEmpty else {
        throw .badMeter(place: place, text: "home: found nothing, expected a name")
      }
      guard let power = try Self.power(fields[places.power], column, place) else { continue }
      if sums[name] == nil { names.append(name) }
      let before = sums[name]?[hour] ?? (0, 0)
      sums[name, default: [:]][hour] = (before.sum + power * scale, before.count + 1)
    }
    guard !names.isEmpty else {
      throw .badMeter(
        place: path,
        text: "column \(column): found no power below the header, expected rows with one")
    }
    for name in names { try Self.checkSpan(name, sums[name] ?? [:], path) }
    homes = names.map { name in
      let hours = (sums[name] ?? [:]).sorted { $0.key < $1.key }
      return Home(
        name: name, hours: hours.map { ($0.key, $0.value.sum / Double($0.value.count)) })
    }
  }

  /// One wrong date among right ones would make a home of centuries without a meter.
  private static func checkSpan(
    _ name: String, _ hours: [Int: (sum: Double, count: Int)], _ path: String
  ) throws(ExchangeError) {
    guard let first = hours.keys.min(), let last = hours.keys.max(),
      last - first > yearsMax * 366 * 24
    else { return }
    throw .badMeter(
      place: path,
      text:
        "home \"\(name)\": found times from \(timeText(first)) to \(timeText(last)), "
        + "expected at most \(yearsMax) years")
  }

  private static let yearsMax = 50

  /// When an hour begins, as the meter's clock shows it.
  private static func timeText(_ hour: Int) -> String {
    CivilTime(dialMicroseconds: Int64(hour) * 3_600_000_000).description
  }

  private static func fields(
    of lines: inout LineReader, _ path: String
  ) throws(ExchangeError) -> [String]? {
    while let line = try lines.line() {
      guard case .text(var text) = line else {
        throw .badMeter(
          place: "\(path):\(lines.number)",
          text: "found a line of more than \(LineReader.lengthMax) bytes")
      }
      if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      guard let fields = CSVLine.fields(text) else {
        throw .badMeter(
          place: "\(path):\(lines.number)", text: "found open quotes or bytes that are no text")
      }
      return fields
    }
    return nil
  }

  private static func places(
    _ header: [String], _ column: String, _ place: String
  ) throws(ExchangeError) -> (time: Int, home: Int?, power: Int) {
    func find(_ name: String) throws(ExchangeError) -> Int {
      if let index = header.firstIndex(of: name) {
        guard header[(index + 1)...].contains(name) else { return index }
        throw .badMeter(place: place, text: "found two columns \(name), expected one")
      }
      let near = Nearest.word(to: name, among: header).map { "; did you mean \"\($0)\"?" } ?? ""
      throw .badMeter(
        place: place,
        text: "found the columns \(header.map { String($0.prefix(40)) }.joined(separator: ",")), "
          + "expected \(name)\(near)")
    }
    return (try find("time"), header.firstIndex(of: "home"), try find(column))
  }

  private static func hour(_ text: String, _ place: String) throws(ExchangeError) -> Int {
    do {
      let stamp = try Timestamp(text.replacing(" ", with: "T", maxReplacements: 1))
      return Int((Double(stamp.civil.dialMicroseconds) / 3_600_000_000).rounded(.down))
    } catch {
      throw .badMeter(
        place: place,
        text: "time: found \"\(text.prefix(40))\", expected a time such as 2014-03-20 12:00:00")
    }
  }

  private static func power(
    _ text: String, _ column: String, _ place: String
  ) throws(ExchangeError) -> Double? {
    if text.isEmpty { return nil }
    guard let number = Cell.text(text).number, number.magnitude <= 1e9 else {
      throw .badMeter(
        place: place,
        text: "\(column): found \"\(text.prefix(40))\", expected a number from -1e9 to 1e9, or "
          + "nothing")
    }
    return number
  }

  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return String(name.prefix { $0 != "." })
  }
}
