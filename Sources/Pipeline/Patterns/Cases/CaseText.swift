import Clockwork

/// A mistake in a case file or a pattern, with its place.
public struct CaseTextMistake: Error, CustomStringConvertible, Equatable {
  public let line: Int
  public let column: Int
  public let message: String
  public var description: String { "line \(line), column \(column): \(message)" }
}

/// Reads cases in the format of the golden file.
///
///     case TITLE
///       input   a@1 b@5=2.5 W@20
///       pattern begin("A", is "a").next("B").where(is "b")
///       expect  MATCH A=[a] B=[b] @5
///
/// Lines that start with `#` and empty lines are passed over.
public enum CaseText {
  public static func parse(_ text: String) throws -> [SequenceCase] {
    var cases: [SequenceCase] = []
    var number = 0
    for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let line = raw.hasSuffix("\r") ? raw.dropLast() : raw
      let body = line.drop { $0 == " " || $0 == "\t" }
      if body.isEmpty || body.hasPrefix("#") { continue }
      let column = line.count - body.count + 1
      let word = body.prefix { $0 != " " && $0 != "\t" }
      let rest = body.dropFirst(word.count).drop { $0 == " " || $0 == "\t" }
      let restColumn = line.count - rest.count + 1
      func mistake(_ message: String, at column: Int) -> CaseTextMistake {
        CaseTextMistake(line: number, column: column, message: message)
      }
      if word == "case" {
        guard !rest.isEmpty else { throw mistake("a case without a title", at: restColumn) }
        cases.append(
          SequenceCase(
            title: String(rest), line: number, steps: [], pattern: "", patternLine: 0,
            expected: []))
        continue
      }
      guard let last = cases.indices.last else {
        throw mistake("found \(word) before any case; expected: case TITLE", at: column)
      }
      switch word {
      case "input":
        cases[last].steps += try steps(
          rest, line: number, column: restColumn, after: cases[last].steps)
      case "pattern":
        guard cases[last].pattern.isEmpty else {
          throw mistake("a second pattern in one case", at: column)
        }
        cases[last].pattern = String(rest)
        cases[last].patternLine = number
      case "expect": cases[last].expected.append(rest == "(none)" ? "" : trimmed(rest))
      default:
        throw mistake(
          "found \(word); expected case, input, pattern or expect", at: column)
      }
    }
    return cases
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }

  /// `name[@ms][=value]` and `W@ms`; without a time an event comes 1 ms after the one before.
  private static func steps(
    _ text: Substring, line: Int, column: Int, after known: [CaseStep]
  ) throws -> [CaseStep] {
    var previous: Int64 = 0
    for case .event(let event) in known { previous = event.time.microseconds / 1_000 }
    var found: [CaseStep] = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      let place = column + text.distance(from: text.startIndex, to: word.startIndex)
      func mistake(_ message: String) -> CaseTextMistake {
        CaseTextMistake(line: line, column: place, message: message)
      }
      let name = word.prefix { $0 != "@" && $0 != "=" }
      var rest = word.dropFirst(name.count)
      guard !name.isEmpty else { throw mistake("found \(word); expected name[@ms][=value]") }
      var stated: Int64?
      if rest.hasPrefix("@") {
        let digits = rest.dropFirst().prefix { $0 != "=" }
        guard let time = Int64(digits), abs(time) < 1 << 50 else {
          throw mistake("found @\(digits); expected a time in whole ms")
        }
        stated = time
        rest = rest.dropFirst(1 + digits.count)
      }
      if name == "W", let stated, rest.isEmpty {
        found.append(.watermark(SimTime(microseconds: stated * 1_000)))
        continue
      }
      var value = 0.0
      if rest.hasPrefix("=") {
        guard let number = Double(rest.dropFirst()), number.isFinite else {
          throw mistake("found \(rest); expected =NUMBER")
        }
        value = number
      }
      let time = stated ?? previous + 1
      previous = time
      found.append(
        .event(
          NamedEvent(
            name: String(name), time: SimTime(microseconds: time * 1_000), value: value)))
    }
    return found
  }
}
