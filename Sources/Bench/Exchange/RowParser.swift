internal import Clockwork
internal import ScenarioFiles
internal import Telemetry

/// Why a row is refused.
struct Refusal: Error {
  var kind: RowProblems.Kind
  var text: String
}

/// Reads the cells of one row after the other: each is what its column promises, or the row is
/// refused.
struct RowParser {
  let frame: Frame
  let names: FrameNames
  private let columns: [String]
  private(set) var cells: [Cell] = []
  /// Rows of one moment stand together, so that its text is read once.
  private var lastTime: (text: String, time: SimTime)?

  init(_ frame: Frame, _ names: FrameNames, columns: [String]) {
    self.frame = frame
    self.names = names
    self.columns = columns
  }

  /// For tables that say themselves what there is.
  init(columns: [String]) {
    frame = Frame(
      homes: [], birth: .distantPast, start: .distantPast, end: .distantFuture,
      tick: .microseconds(1), patterns: [], origins: [], horizonHours: 0)
    names = FrameNames(frame)
    self.columns = columns
  }

  mutating func begin(_ row: Row) { cells = row.cells }

  // MARK: One cell

  mutating func time(_ column: Int) throws(Refusal) -> SimTime {
    guard case .text(let text) = cells[column] else {
      throw malformed(column, "a time such as 2024-01-15T06:00:00Z")
    }
    if let lastTime, lastTime.text == text { return lastTime.time }
    guard let time = JSONTimestamp.parse(text) else {
      throw malformed(column, "a time such as 2024-01-15T06:00:00Z")
    }
    lastTime = (text, time)
    return time
  }

  func isEmpty(_ column: Int) -> Bool { cells[column] == .empty }

  func number(_ column: Int, in range: ClosedRange<Double>? = nil) throws(Refusal) -> Double {
    guard let number = cells[column].number, range?.contains(number) ?? true else {
      throw malformed(
        column,
        range.map { "a number in \($0.lowerBound)...\($0.upperBound)" }
          ?? "a number in -\(ConclusionLimit.text)...\(ConclusionLimit.text)")
    }
    return number
  }

  func whole(_ column: Int, max: Double) throws(Refusal) -> Int {
    guard let number = cells[column].number, number >= 0, number <= max,
      number.rounded() == number
    else { throw malformed(column, "a whole number") }
    return Int(number)
  }

  func text(_ column: Int) throws(Refusal) -> String {
    guard case .text(let text) = cells[column] else { throw malformed(column, "a name") }
    return text
  }

  // MARK: Names

  /// - Returns: the home's place in the frame.
  func home(_ column: Int) throws(Refusal) -> Int {
    let name = try text(column)
    if let home = names.homeNumbers[name] { return home }
    let all = frame.homes.map(\.name)
    throw unknown(
      .unknownHome, column, among: all, expected: "\(all.first ?? "")...\(all.last ?? "")")
  }

  func room(_ column: Int, of home: Int) throws(Refusal) -> RoomIndex {
    let name = try text(column)
    if let room = names.homes[home].rooms[name] { return room }
    throw unknown(.unknownRoom, column, among: frame.homes[home].plan.rooms.map(\.name))
  }

  func device(_ column: Int, of home: Int) throws(Refusal) -> SitePlan.Device {
    let name = try text(column)
    if let device = names.homes[home].devices[name] { return device }
    throw unknown(
      .unknownDevice, column, among: frame.homes[home].plan.devices.map(\.name),
      expected: "a device of \(frame.homes[home].name)")
  }

  func channel(_ column: Int, of device: SitePlan.Device) throws(Refusal) -> Channel {
    let name = try text(column)
    if let sheet = device.channels.first(where: { $0.channel.name == name }) {
      return sheet.channel
    }
    throw unknown(.unknownChannel, column, among: device.channels.map(\.channel.name))
  }

  func choice<Value>(
    _ column: Int, _ kind: RowProblems.Kind, among values: [(name: String, value: Value)]
  ) throws(Refusal) -> Value {
    let name = try text(column)
    if let found = values.first(where: { $0.name == name }) { return found.value }
    throw unknown(kind, column, among: values.map(\.name))
  }

  // MARK: What was wrong

  func malformed(_ column: Int, _ expected: String) -> Refusal {
    Refusal(
      kind: .malformed,
      text: "\(columns[column]): found \(cells[column].found), expected \(expected)")
  }

  private func unknown(
    _ kind: RowProblems.Kind, _ column: Int, among names: [String], expected: String? = nil
  ) -> Refusal {
    guard case .text(let name) = cells[column] else { return malformed(column, "a name") }
    let near = Nearest.word(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    return Refusal(
      kind: kind,
      text: "\(columns[column]): found \(cells[column].found), expected "
        + (expected ?? (names.isEmpty ? "none, there is none here" : names.joined(separator: ", ")))
        + near)
  }
}
