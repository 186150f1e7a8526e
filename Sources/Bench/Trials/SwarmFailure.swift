public import Telemetry

/// What went wrong in one life of a swarm.
public struct SwarmFailure: Hashable, Sendable, CustomStringConvertible {
  /// The same for the same fault of ours, whatever the numbers: `floor fusion.skill`.
  public var id: String
  /// Where it was seen: a score, a fingerprint's part, a place in the program.
  public var place: String
  public var found: String
  public var expected: String

  public init(id: String, place: String, found: String, expected: String) {
    self.id = id
    self.place = place
    self.found = found
    self.expected = expected
  }

  public var description: String { "\(id): \(place): found \(found), expected \(expected)" }

  public var json: JSONValue {
    .object([
      JSONMember("id", .string(id)), JSONMember("place", .string(place)),
      JSONMember("found", .string(found)), JSONMember("expected", .string(expected)),
    ])
  }

  /// - Returns: nil for what is no failure.
  public init?(json: JSONValue) {
    guard let id = json["id"]?.stringValue, let place = json["place"]?.stringValue,
      let found = json["found"]?.stringValue, let expected = json["expected"]?.stringValue
    else { return nil }
    self.init(id: id, place: place, found: found, expected: expected)
  }

  /// A bug that the program itself names: messages that differ in numbers only are the same one.
  public static func bug(_ message: String) -> SwarmFailure {
    SwarmFailure(
      id: "bug " + withoutNumbers(message), place: "the run", found: message,
      expected: "a run without an internal error")
  }

  /// A text with a `#` for each number, hexadecimal ones included.
  static func withoutNumbers(_ text: String) -> String {
    text.replacing(/\b[0-9a-f]{16}\b|-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/, with: "#")
  }
}
